package io.github.aligner4j.evaluation.style;

import java.util.List;

/**
 * How often a judge is right about what people wrote.
 *
 * @param rude share of the rows' texts that it finds rude
 * @param civil share of their references that it finds civil
 * @param balanced the mean of both
 */
public record JudgeAccuracy(double rude, double civil, double balanced) {

    /** Asks {@code judge} about {@code rows}, which it must not have been trained on; at least one. */
    public static JudgeAccuracy of(Judge judge, List<StyleRow> rows) {
        long rude = rows.stream().filter(row -> !judge.civil(row, row.text())).count();
        long references =
                rows.stream().mapToLong(row -> row.references().size()).sum();
        long civil = rows.stream()
                .mapToLong(row -> row.references().stream()
                        .filter(reference -> judge.civil(row, reference))
                        .count())
                .sum();
        double rudeShare = (double) rude / rows.size();
        double civilShare = (double) civil / references;
        return new JudgeAccuracy(rudeShare, civilShare, (rudeShare + civilShare) / 2);
    }
}
