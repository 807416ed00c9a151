// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Limits the number of identity rows: those that change nothing. */
public final class IdentityLimit {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int SEEN = 2;

    private IdentityLimit() {}

    /**
     * Returns {@code rows} in order with at most {@code max} identity rows. These are drawn, first those with a word that fewer
     * than two drawn rows have, as a model must have seen a word to leave it unchanged.
     *
     * @throws IllegalArgumentException if {@code max} is negative
     */
    public static List<CorrectionRow> keep(List<CorrectionRow> rows, int max, Random random) {
        if (max < 0) {
            throw new IllegalArgumentException(
                    "the maximum number of identity rows must be at least 0, but was " + max);
        }
        List<Integer> same = new ArrayList<>(IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).identity())
                .boxed()
                .toList());
        Collections.shuffle(same, random);
        Set<Integer> dropped = new HashSet<>(rareFirst(same, rows).subList(Math.min(max, same.size()), same.size()));
        return IntStream.range(0, rows.size())
                .filter(i -> !dropped.contains(i))
                .mapToObj(rows::get)
                .toList();
    }

    private static List<Integer> rareFirst(List<Integer> order, List<CorrectionRow> rows) {
        Map<String, Integer> seen = new HashMap<>();
        List<Integer> first = new ArrayList<>();
        List<Integer> rest = new ArrayList<>();
        for (int i : order) {
            List<String> words =
                    NO_WORD.splitAsStream(rows.get(i).answer()).distinct().toList();
            boolean rare = words.stream().anyMatch(word -> seen.getOrDefault(word, 0) < SEEN);
            (rare ? first : rest).add(i);
            if (rare) {
                words.forEach(word -> seen.merge(word, 1, Integer::sum));
            }
        }
        first.addAll(rest);
        return first;
    }
}
