package io.github.aligner4j.autoconfigure;

import java.util.List;
import java.util.Map;

/** Finds what somebody who misspelt a name may have meant. */
final class NearestNames {

    private static final int MAX_NAMES = 3;

    private NearestNames() {}

    /** Returns the few names of the least distance, the nearest first. */
    static List<String> first(Map<String, Integer> distances) {
        return distances.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns whether one may have been written for the other: a third of it may be wrong. */
    static boolean near(String name, String known) {
        return distance(name, known) <= Math.max(2, (uniform(known).length() + 2) / 3);
    }

    /** Returns how many characters have to be added, left out, replaced or exchanged with the next; spelling aside. */
    static int distance(String name, String known) {
        String from = uniform(name);
        String to = uniform(known);
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
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean exchanged =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }

    private static String uniform(String name) {
        return PropertyNames.uniform(name);
    }
}
