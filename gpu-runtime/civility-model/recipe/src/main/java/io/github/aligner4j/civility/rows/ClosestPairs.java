// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import io.github.aligner4j.evaluation.insertion.NaturalPair;
import io.github.aligner4j.evaluation.insertion.TextPair;
import io.github.aligner4j.text.WordDiff;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Pairs by people with one correction for each answer: the closest one, so that corrections change little beside what is rude.
 *
 * @param rows the pairs as they are, each followed by its copy in natural writing
 * @param corrections all corrections, as rows that change nothing
 * @param equal the number of answers left out because all corrections equal them, ignoring case
 */
record ClosestPairs(List<CorrectionRow> rows, List<CorrectionRow> corrections, int equal) {

    ClosestPairs {
        rows = List.copyOf(rows);
        corrections = List.copyOf(corrections);
    }

    /** Chooses among {@code pairs}, where rows of the same answer are its corrections. */
    static ClosestPairs of(List<CorrectionRow> pairs) {
        Map<String, List<String>> corrections = new LinkedHashMap<>();
        for (CorrectionRow pair : pairs) {
            corrections
                    .computeIfAbsent(pair.answer(), answer -> new ArrayList<>())
                    .add(pair.correction());
        }
        List<CorrectionRow> rows = new ArrayList<>();
        int equal = 0;
        for (Map.Entry<String, List<String>> each : corrections.entrySet()) {
            Optional<String> closest = closest(each.getKey(), each.getValue());
            closest.ifPresent(correction -> addBoth(rows, new TextPair(each.getKey(), correction)));
            equal += closest.isPresent() ? 0 : 1;
        }
        List<CorrectionRow> neutral = pairs.stream()
                .map(pair -> new CorrectionRow("", pair.correction(), pair.correction()))
                .toList();
        return new ClosestPairs(rows, neutral, equal);
    }

    private static void addBoth(List<CorrectionRow> rows, TextPair pair) {
        rows.add(row(pair));
        CorrectionRow natural = row(NaturalPair.of(pair));
        if (!natural.identity() && !natural.equals(row(pair))) {
            rows.add(natural);
        }
    }

    private static CorrectionRow row(TextPair pair) {
        return new CorrectionRow("", pair.original(), pair.corrected());
    }

    private static Optional<String> closest(String answer, List<String> corrections) {
        return corrections.stream()
                .filter(correction -> !correction.equalsIgnoreCase(answer))
                .min(Comparator.comparingDouble(correction -> editRatio(answer, correction)));
    }

    /** Returns the share of the characters of both texts in edits, ignoring case. */
    private static double editRatio(String answer, String correction) {
        String before = answer.toLowerCase(Locale.ROOT);
        String after = correction.toLowerCase(Locale.ROOT);
        int touched = WordDiff.between(before, after).stream()
                .mapToInt(edit -> edit.original().length() + edit.corrected().length())
                .sum();
        return (double) touched / (before.length() + after.length());
    }
}
