package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.evaluation.style.PlainWords;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Derives training targets from people's corrections: for each answer, one correction that removes the rude words and changes nothing
 * else. People also change case, punctuation and phrasing, each in their own way, and a model that learns from that becomes unsure.
 *
 * @param words finds the rude words
 */
public record MinimalEditTargets(RudeWords words) {

    // Weights relative to that of a remaining rude word.
    private static final double AGREEMENT = 2;
    private static final double USUAL = 0.3;
    private static final double MIN_SHARE = 0.25;

    /**
     * The targets.
     *
     * @param rows at most one row for each answer
     * @param usual the number of rows whose correction was made by no person but consists of the usual edits
     * @param leftOut the number of answers without rude words, or with hardly any other words
     */
    public record Outcome(List<CorrectionRow> rows, int usual, int leftOut) {

        /** Copies the list. */
        public Outcome {
            rows = List.copyOf(rows);
        }
    }

    /** Derives the targets of {@code asWritten}. Separated contractions are joined, as most people do. */
    public Outcome of(List<StyleRow> asWritten) {
        List<StyleRow> rows = asWritten.stream().map(Contractions::joined).toList();
        List<List<String>> trimmed = rows.stream().map(this::trimmed).toList();
        EditStatistics usual = new EditStatistics();
        for (int i = 0; i < rows.size(); i++) {
            for (String text : trimmed.get(i)) {
                usual.add(rows.get(i).text(), text, 1.0 / trimmed.get(i).size());
            }
        }
        List<CorrectionRow> kept = new ArrayList<>();
        int made = 0;
        for (int i = 0; i < rows.size(); i++) {
            StyleRow row = rows.get(i);
            String answer = asWritten.get(i).text();
            Optional<String> best = best(row, trimmed.get(i), usual);
            best.ifPresent(correction -> kept.add(new CorrectionRow("", answer, correction)));
            made += best.isPresent() && !trimmed.get(i).contains(best.get()) ? 1 : 0;
        }
        return new Outcome(kept, made, rows.size() - kept.size());
    }

    private BitSet rude(String text) {
        return words.among(Token.of(text));
    }

    private List<String> trimmed(StyleRow row) {
        BitSet rude = rude(row.text());
        return row.references().stream()
                .flatMap(reference -> TrimmedCorrection.of(row.text(), reference, rude).stream())
                .toList();
    }

    private Optional<String> best(StyleRow row, List<String> trimmed, EditStatistics usual) {
        Set<String> candidates = new LinkedHashSet<>();
        trimmed.stream()
                .filter(text -> usual.usual(row.text(), text))
                .forEach(text -> candidates.add(usual.apply(text, rude(text))));
        candidates.add(usual.apply(row.text(), rude(row.text())));
        List<String> words = PlainWords.of(row.text());
        candidates.removeIf(
                text -> PlainWords.of(text).equals(words) || PlainWords.of(text).size() < MIN_SHARE * words.size());
        return highest(candidates, text -> score(row, text, usual));
    }

    /** Returns a score that is higher the fewer rude words remain, and the closer and more usual the correction is. */
    private double score(StyleRow row, String text, EditStatistics usual) {
        double agreement = row.references().stream()
                .mapToDouble(reference -> likeness(text, reference))
                .average()
                .orElse(0);
        return AGREEMENT * agreement
                + likeness(row.text(), text)
                + USUAL * usual.score(row.text(), text)
                - rude(text).cardinality();
    }

    private static Optional<String> highest(Set<String> texts, ToDoubleFunction<String> score) {
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
