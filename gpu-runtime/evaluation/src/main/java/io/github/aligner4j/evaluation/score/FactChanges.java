// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The differences between the facts of an answer and those of its correction. Numbers, links, addresses, code and JSON are compared
 * one by one, as often as they occur; names and quotations survive wherever the other text has them.
 *
 * @param byKind the counts of each kind
 */
public record FactChanges(Map<FactKind, Counts> byKind) {

    /** Copies the map. */
    public FactChanges {
        byKind = Map.copyOf(byKind);
    }

    /**
     * The counts of facts.
     *
     * @param before the number of the answer's facts
     * @param kept the number of those that survive
     * @param added the number of facts of the correction that the answer does not have
     */
    public record Counts(int before, int kept, int added) {

        private Counts plus(Counts other) {
            return new Counts(before + other.before, kept + other.kept, added + other.added);
        }
    }

    /** Compares the facts of both texts. */
    public static FactChanges between(String answer, String corrected) {
        Facts before = Facts.of(answer);
        Facts after = answer.equals(corrected) ? before : Facts.of(corrected);
        Map<FactKind, Counts> counts = new EnumMap<>(FactKind.class);
        for (FactKind kind : FactKind.values()) {
            int all = before.of(kind).size();
            int kept = all - missing(before, after, kind);
            counts.put(kind, new Counts(all, kept, missing(after, before, kind)));
        }
        return new FactChanges(counts);
    }

    /** Returns the counts of one kind. */
    public Counts of(FactKind kind) {
        return byKind.getOrDefault(kind, new Counts(0, 0, 0));
    }

    /** Returns the counts of all kinds together. */
    public Counts total() {
        return byKind.values().stream().reduce(new Counts(0, 0, 0), Counts::plus);
    }

    /** Returns the number of facts of {@code from} that {@code in} does not have. */
    private static int missing(Facts from, Facts in, FactKind kind) {
        if (from.text().equals(in.text())) {
            return 0;
        }
        return kind.isSearched() ? notFound(from.of(kind), in, kind) : notListed(from.of(kind), in.of(kind));
    }

    private static int notFound(List<String> facts, Facts in, FactKind kind) {
        Set<String> listed = new HashSet<>(in.of(kind));
        return (int) facts.stream()
                .filter(fact -> !listed.contains(fact) && !hasWords(in.text(), fact))
                .count();
    }

    /** Returns whether {@code text} has {@code fact}, not as a part of longer words. */
    private static boolean hasWords(String text, String fact) {
        for (int at = text.indexOf(fact); at >= 0; at = text.indexOf(fact, at + 1)) {
            int end = at + fact.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static int notListed(List<String> facts, List<String> others) {
        Map<String, Integer> left = new HashMap<>();
        others.forEach(other -> left.merge(other, 1, Integer::sum));
        int missing = 0;
        for (String fact : facts) {
            int count = left.getOrDefault(fact, 0);
            missing += count == 0 ? 1 : 0;
            left.put(fact, Math.max(0, count - 1));
        }
        return missing;
    }
}
