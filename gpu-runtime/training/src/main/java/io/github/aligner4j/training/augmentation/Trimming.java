package io.github.aligner4j.training.augmentation;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.evaluation.PlainWords;
import io.github.aligner4j.training.evaluation.StyleRow;
import io.github.aligner4j.training.evaluation.ToxicLexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Makes of people's corrections what an Aligner is to learn: one for each answer, and nothing but the part of it that takes away
 * the words of a lexicon. People also put in capitals, drop marks and say things another way, each as they like; a model that
 * learns from that learns to waver.
 *
 * @param lexicon the words that are to go
 */
public record Trimming(ToxicLexicon lexicon) {

    // Weights, where a word of the lexicon that is left counts 1.
    private static final double AGREEMENT = 2;
    private static final double USUAL = 0.15;
    private static final double LEAST_SHARE = 0.25;
    private static final double LEAST_LIKENESS = 0.6;

    /**
     * The rows that came out, at most one an answer.
     *
     * @param whole how many have a correction as it was, which takes away no word of the lexicon but is near the answer
     * @param leftOut answers that none of their corrections suits
     */
    public record Outcome(List<CorrectionRow> rows, int whole, int leftOut) {

        /** Copies the list. */
        public Outcome {
            rows = List.copyOf(rows);
        }
    }

    /** Trims the corrections of {@code rows}. */
    public Outcome of(List<StyleRow> rows) {
        List<List<String>> trimmed = rows.stream().map(this::trimmed).toList();
        UsualEdits usual = new UsualEdits();
        for (int i = 0; i < rows.size(); i++) {
            for (String text : trimmed.get(i)) {
                usual.add(rows.get(i).text(), text, 1.0 / trimmed.get(i).size());
            }
        }
        List<CorrectionRow> kept = new ArrayList<>();
        int whole = 0;
        for (int i = 0; i < rows.size(); i++) {
            StyleRow row = rows.get(i);
            Optional<String> best = highest(trimmed.get(i), text -> score(row, text, usual));
            if (best.isEmpty()) {
                best = nearest(row);
                whole += best.isPresent() ? 1 : 0;
            }
            best.ifPresent(correction -> kept.add(new CorrectionRow("", row.text(), correction)));
        }
        return new Outcome(kept, whole, rows.size() - kept.size());
    }

    private List<String> trimmed(StyleRow row) {
        double least = LEAST_SHARE * PlainWords.of(row.text()).size();
        return row.references().stream()
                .flatMap(reference -> TrimmedCorrection.of(row.text(), reference, lexicon).stream())
                .filter(text -> PlainWords.of(text).size() >= least)
                .toList();
    }

    /** The fewer words of the lexicon are left, the nearer it is to all corrections, and the more usual, the better. */
    private double score(StyleRow row, String text, UsualEdits usual) {
        long left =
                PlainWords.of(text).stream().filter(lexicon.words()::contains).count();
        double agreement = row.references().stream()
                .mapToDouble(reference -> likeness(text, reference))
                .average()
                .orElse(0);
        return AGREEMENT * agreement + likeness(row.text(), text) + USUAL * usual.score(row.text(), text) - left;
    }

    private static Optional<String> nearest(StyleRow row) {
        List<String> near = row.references().stream()
                .filter(reference -> !PlainWords.of(reference).equals(PlainWords.of(row.text())))
                .filter(reference -> likeness(row.text(), reference) >= LEAST_LIKENESS)
                .toList();
        return highest(near, text -> likeness(row.text(), text));
    }

    private static Optional<String> highest(List<String> texts, ToDoubleFunction<String> score) {
        String best = null;
        double highest = Double.NEGATIVE_INFINITY;
        for (String text : texts) {
            double next = score.applyAsDouble(text);
            if (next > highest) {
                highest = next;
                best = text;
            }
        }
        return Optional.ofNullable(best);
    }

    private static double likeness(String one, String other) {
        return TokenDiff.between(one, other).likeness();
    }
}
