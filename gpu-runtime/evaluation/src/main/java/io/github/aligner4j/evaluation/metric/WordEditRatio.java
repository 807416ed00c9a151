// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

/** The word-level edit distance of two texts, divided by the words of the first, as in the word error rate. */
public final class WordEditRatio {

    private WordEditRatio() {}

    /** Returns the fewest insertions, deletions and replacements of words from one text to another, per word of the first. */
    public static double between(String from, String to) {
        String[] before = from.strip().split("\\s+");
        String[] after = to.strip().split("\\s+");
        return (double) distance(before, after) / before.length;
    }

    private static int distance(String[] before, String[] after) {
        int[] row = new int[after.length + 1];
        for (int j = 0; j <= after.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= before.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= after.length; j++) {
                int replaced = diagonal + (before[i - 1].equals(after[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[after.length];
    }
}
