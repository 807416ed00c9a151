package io.github.aligner4j.evaluation.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each run of 1, 2, … units occurs in a text.
 *
 * @param units how many units the text has
 * @param orders the counts of runs of one unit, then of two, and so on
 */
record Ngrams(int units, List<Map<String, Integer>> orders) {

    /** Counts; {@code glue} joins units, and must not occur in them if they can be longer than a character. */
    static Ngrams of(List<String> units, int longest, String glue) {
        List<Map<String, Integer>> orders = new ArrayList<>();
        for (int order = 1; order <= longest; order++) {
            Map<String, Integer> counts = new HashMap<>();
            for (int start = 0; start + order <= units.size(); start++) {
                counts.merge(String.join(glue, units.subList(start, start + order)), 1, Integer::sum);
            }
            orders.add(counts);
        }
        return new Ngrams(units.size(), orders);
    }

    /** Takes over the counts of {@code other} that are larger. */
    void raise(Ngrams other) {
        for (int i = 0; i < orders.size(); i++) {
            Map<String, Integer> counts = orders.get(i);
            other.orders.get(i).forEach((ngram, count) -> counts.merge(ngram, count, Math::max));
        }
    }

    /** Returns how many runs of that order, counted from 0, there are. */
    int total(int order) {
        return Math.max(0, units - order);
    }

    /** Returns how many of them {@code other} has too, each as often as it occurs in both. */
    int shared(int order, Ngrams other) {
        Map<String, Integer> theirs = other.orders.get(order);
        return orders.get(order).entrySet().stream()
                .mapToInt(own -> Math.min(own.getValue(), theirs.getOrDefault(own.getKey(), 0)))
                .sum();
    }
}
