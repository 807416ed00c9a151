// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.List;

/**
 * The accuracy of a judge on texts by people.
 *
 * @param rude the share of rude texts classified as rude
 * @param civil the share of references classified as civil
 * @param balanced the mean of both
 */
public record JudgeAccuracy(double rude, double civil, double balanced) {

    /** Measures {@code judge} on one or more {@code rows} that it has not been trained on. */
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
