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

/** Keeps only some of the rows that change nothing. */
public final class IdentityLimit {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int SEEN = 2;

    private IdentityLimit() {}

    /**
     * Returns {@code rows}, in order, without those above {@code most} that change nothing. Which, is drawn, but those are kept
     * first that have a word which fewer than two of the kept ones have: a model must have met a word to leave it alone.
     *
     * @throws IllegalArgumentException if {@code most} is below 0
     */
    public static List<CorrectionRow> keep(List<CorrectionRow> rows, int most, Random random) {
        if (most < 0) {
            throw new IllegalArgumentException("the most identity rows must be at least 0, but was " + most);
        }
        List<Integer> same = new ArrayList<>(IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).identity())
                .boxed()
                .toList());
        Collections.shuffle(same, random);
        Set<Integer> dropped = new HashSet<>(rareFirst(same, rows).subList(Math.min(most, same.size()), same.size()));
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
