package io.github.aligner4j.evaluation.metric;

import io.github.aligner4j.text.WordDiff;

/** How much of a text was changed. */
public final class EditRatio {

    private EditRatio() {}

    /** Returns the share of the characters of both texts that the edits between them touch, word by word; 0 to 1. */
    public static double between(String before, String after) {
        if (before.equals(after)) {
            return 0;
        }
        int touched = WordDiff.between(before, after).stream()
                .mapToInt(edit -> edit.original().length() + edit.corrected().length())
                .sum();
        return (double) touched / (before.length() + after.length());
    }
}
