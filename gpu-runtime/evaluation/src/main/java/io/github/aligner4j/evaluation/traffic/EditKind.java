// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Correction;
import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The kind of a change, told from the two texts alone. A kind says which words came and went, never whether that was right.
 */
public enum EditKind {
    /** The same words: only white space, punctuation or capital letters differ. */
    FORM("form only"),
    /** Words were only deleted. */
    DELETION("deleted"),
    /** Words were only inserted. */
    INSERTION("inserted"),
    /** Words were replaced, or some deleted and others inserted; at most half of the characters of the longer text. */
    REPLACEMENT("replaced"),
    /** More than half of the characters of the longer text belong to edits. */
    REWRITE("rewritten"),
    /** The layer changed the answer, but its text was not recorded. */
    UNKNOWN("text not recorded");

    private static final double MIN_REWRITTEN = 0.5;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final String label;

    EditKind(String label) {
        this.label = label;
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Returns the kind of the change from {@code before} to {@code after}, two different texts. */
    public static EditKind of(String before, String after) {
        if (words(before).equals(words(after))) {
            return FORM;
        }
        List<Edit> edits = WordDiff.between(before, after);
        if (edits.stream().allMatch(edit -> words(edit.corrected()).isEmpty())) {
            return DELETION;
        }
        if (edits.stream().allMatch(edit -> words(edit.original()).isEmpty())) {
            return INSERTION;
        }
        return Correction.of(before, after).editRatio() > MIN_REWRITTEN ? REWRITE : REPLACEMENT;
    }

    /** Returns the number of words of {@code text}. */
    static int count(String text) {
        String words = words(text);
        return words.isEmpty() ? 0 : (int) words.chars().filter(c -> c == ' ').count() + 1;
    }

    /** Returns the words in lower case, separated by single spaces. */
    private static String words(String text) {
        return NO_WORD.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }
}
