// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import io.github.aligner4j.text.WordDiff;

/** The edit ratio: the share of the characters of two texts that belong to edits between them. */
public final class EditRatio {

    private EditRatio() {}

    /** Returns the edit ratio of two texts, compared word by word; 0 to 1. */
    public static double between(String before, String after) {
        if (before.equals(after)) {
            return 0;
        }
        int edited = WordDiff.between(before, after).stream()
                .mapToInt(edit -> edit.original().length() + edit.corrected().length())
                .sum();
        return (double) edited / (before.length() + after.length());
    }
}
