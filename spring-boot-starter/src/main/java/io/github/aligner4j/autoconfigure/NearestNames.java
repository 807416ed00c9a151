// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.util.List;
import java.util.Map;

/** Finds the names that are similar to a misspelt one. */
final class NearestNames {

    private static final int MAX_NAMES = 3;

    private NearestNames() {}

    /** Returns the names of the smallest distances, at most {@value #MAX_NAMES}, the nearest first. */
    static List<String> first(Map<String, Integer> distances) {
        return distances.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns whether {@code name} may be a misspelling of {@code known}: at most a third of the characters differ. */
    static boolean isSimilar(String name, String known) {
        return distance(name, known) <= Math.max(2, (normalized(known).length() + 2) / 3);
    }

    /**
     * Returns the number of characters to insert, delete, replace or transpose (the optimal string alignment distance) between
     * the normalized names.
     */
    static int distance(String name, String known) {
        String from = normalized(name);
        String to = normalized(known);
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int min = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean transposed =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return transposed ? Math.min(min, cost[i - 2][j - 2] + 1) : min;
    }

    private static String normalized(String name) {
        return PropertyNames.normalized(name);
    }
}
