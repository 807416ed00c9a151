// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The n-gram counts of a text.
 *
 * @param units the number of units of the text
 * @param orders the counts of each order, from 1
 */
record Ngrams(int units, List<Map<String, Integer>> orders) {

    /** Counts n-grams; {@code glue} joins units and must not occur in units longer than a character. */
    static Ngrams of(List<String> units, int maxOrder, String glue) {
        List<Map<String, Integer>> orders = new ArrayList<>();
        for (int order = 1; order <= maxOrder; order++) {
            Map<String, Integer> counts = new HashMap<>();
            for (int start = 0; start + order <= units.size(); start++) {
                counts.merge(String.join(glue, units.subList(start, start + order)), 1, Integer::sum);
            }
            orders.add(counts);
        }
        return new Ngrams(units.size(), orders);
    }

    /** Raises each count to that of {@code other}, if that is larger. */
    void raise(Ngrams other) {
        for (int i = 0; i < orders.size(); i++) {
            Map<String, Integer> counts = orders.get(i);
            other.orders.get(i).forEach((ngram, count) -> counts.merge(ngram, count, Math::max));
        }
    }

    /** Returns the number of n-grams of the order with this index. */
    int total(int order) {
        return Math.max(0, units - order);
    }

    /** Returns the number of n-grams in common with {@code other}: the sum of the smaller counts. */
    int shared(int order, Ngrams other) {
        Map<String, Integer> theirs = other.orders.get(order);
        return orders.get(order).entrySet().stream()
                .mapToInt(own -> Math.min(own.getValue(), theirs.getOrDefault(own.getKey(), 0)))
                .sum();
    }
}
