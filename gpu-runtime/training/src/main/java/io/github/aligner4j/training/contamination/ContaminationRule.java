// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rule by which a row counts as contaminated: in one of the fields, it shares runs of words with a row of the other set in any
 * of them, or has the same text in that field, ignoring case, punctuation and white space.
 *
 * <p>GPT-3 (arXiv:2005.14165, appendix C) counts one shared run, of 8 to 13 words by the length of the rows, PaLM (arXiv:2204.02311,
 * section 8) 70 % of the runs of 8 words.
 *
 * @param ngram the number of words of a run
 * @param fields the fields to compare
 * @param minShare the minimum share of a field's runs that must be found, 0 to 1; 0 means that one is enough
 * @param minWords the minimum number of words of a whole text that is compared: "Yes, of course." stands in any data
 */
public record ContaminationRule(int ngram, Set<TextField> fields, double minShare, int minWords) {

    /** The default number of words of a run. */
    public static final int DEFAULT_NGRAM = 8;

    /** The number of words of a run for long rows. */
    public static final int MAX_NGRAM = 13;

    /** The default minimum number of words of a whole text. */
    public static final int DEFAULT_MIN_WORDS = 4;

    private static final double SHORT_ROWS = 0.05;

    /** Checks the ranges, and copies the set. */
    public ContaminationRule {
        if (ngram < 1 || minWords < 1) {
            throw new IllegalArgumentException("an n-gram and a whole text must have at least 1 word, but were to have "
                    + ngram + " and " + minWords);
        }
        if (!(minShare >= 0 && minShare <= 1)) {
            throw new IllegalArgumentException("the minimum share of n-grams must be 0 to 1, but was " + minShare);
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("at least 1 field must be compared, but none is named");
        }
        fields = Collections.unmodifiableSet(new TreeSet<>(fields));
    }

    /**
     * Returns the number of words of a run for {@code rows} by GPT-3's rule: the 5th percentile of their lengths in words, but at
     * least {@value #DEFAULT_NGRAM} and at most {@value #MAX_NGRAM}.
     */
    public static int ngramFor(List<PlacedRow> rows, Set<TextField> fields) {
        int[] lengths =
                rows.stream().mapToInt(row -> words(row, fields)).sorted().toArray();
        int percentile = lengths.length == 0 ? 0 : lengths[(int) (SHORT_ROWS * (lengths.length - 1))];
        return Math.max(DEFAULT_NGRAM, Math.min(MAX_NGRAM, percentile));
    }

    private static int words(PlacedRow row, Set<TextField> fields) {
        return fields.stream()
                .flatMap(field -> field.texts(row.row()).stream())
                .mapToInt(text -> Words.of(text).size())
                .sum();
    }
}
