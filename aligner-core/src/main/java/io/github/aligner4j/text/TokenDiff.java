// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the difference of two sequences of tokens in linear time: the fewest edits (Myers 1986), up to {@value #MAX_EDITS} at a
 * time; where most tokens differ, the ranges between tokens that occur once in each sequence (patience diff); and one edit for a
 * range without such tokens.
 */
final class TokenDiff {

    /** Edits and steps after which a search goes on from the furthest position it has reached, or is given up. */
    private static final int MAX_EDITS = 512;

    private static final long MAX_STEPS = 1_000_000;

    /** Tokens of both sequences that a search must advance for each edit; otherwise they are too different. */
    private static final int MIN_TOKENS_PER_EDIT = 4;

    /** The maximum depth of divisions at anchors. */
    private static final int MAX_DEPTH = 4;

    private final int[] before;
    private final int[] after;
    private final List<Range> ranges = new ArrayList<>();

    /**
     * A range of both sequences.
     *
     * @param from its start in the first, inclusive
     * @param to its end in the first, exclusive
     * @param afterFrom its start in the second, inclusive
     * @param afterTo its end in the second, exclusive
     */
    record Range(int from, int to, int afterFrom, int afterTo) {

        int tokens() {
            return to - from + afterTo - afterFrom;
        }

        boolean isOneSided() {
            return from == to || afterFrom == afterTo;
        }
    }

    private TokenDiff(int[] before, int[] after) {
        this.before = before;
        this.after = after;
    }

    /** Returns the ranges that differ, in order, with equal tokens between them. */
    static List<Range> between(int[] before, int[] after) {
        TokenDiff diff = new TokenDiff(before, after);
        diff.compare(new Range(0, before.length, 0, after.length), 0);
        return diff.ranges;
    }

    private void compare(Range whole, int depth) {
        Range range = trimmed(whole);
        while (!range.isOneSided()) {
            Range rest = addFewest(range);
            if (rest.equals(range)) {
                divide(range, depth);
                return;
            }
            range = trimmed(rest);
        }
        add(range);
    }

    private Range trimmed(Range range) {
        int from = range.from();
        int afterFrom = range.afterFrom();
        while (from < range.to() && afterFrom < range.afterTo() && before[from] == after[afterFrom]) {
            from++;
            afterFrom++;
        }
        int to = range.to();
        int afterTo = range.afterTo();
        while (to > from && afterTo > afterFrom && before[to - 1] == after[afterTo - 1]) {
            to--;
            afterTo--;
        }
        return new Range(from, to, afterFrom, afterTo);
    }

    /** Adds a range; merges it with the one before if nothing is between them. */
    private void add(Range range) {
        if (range.tokens() == 0) {
            return;
        }
        int last = ranges.size() - 1;
        if (last >= 0
                && ranges.get(last).to() == range.from()
                && ranges.get(last).afterTo() == range.afterFrom()) {
            Range begun = ranges.get(last);
            ranges.set(last, new Range(begun.from(), range.to(), begun.afterFrom(), range.afterTo()));
        } else {
            ranges.add(range);
        }
    }

    /** Adds the edits that a search finds, and returns the range that is left: empty, the rest, or all if it found none. */
    private Range addFewest(Range range) {
        int most = Math.min(range.tokens(), MAX_EDITS);
        long steps = MAX_STEPS;
        int[] furthest = new int[2 * most + 3];
        List<int[]> trace = new ArrayList<>();
        for (int edits = 0; edits <= most && steps > 0; edits++) {
            trace.add(Arrays.copyOfRange(furthest, most - edits, most + edits + 3));
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int at = most + 1 + diagonal;
                int start = goesDown(furthest, at, diagonal, edits) ? furthest[at + 1] : furthest[at - 1] + 1;
                int end = slide(range, start, diagonal);
                steps -= 1 + end - start;
                furthest[at] = end;
                if (range.from() + end == range.to() && range.afterFrom() + end - diagonal == range.afterTo()) {
                    return addPath(range, end, diagonal, trace);
                }
            }
        }
        return addFurthest(range, furthest, trace);
    }

    private Range addFurthest(Range range, int[] furthest, List<int[]> trace) {
        int edits = trace.size() - 1;
        int middle = furthest.length / 2;
        int best = -1;
        int bestDiagonal = 0;
        for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
            int x = furthest[middle + diagonal];
            int y = x - diagonal;
            boolean inside = range.from() + x <= range.to() && range.afterFrom() + y <= range.afterTo();
            if (inside && x + y > best) {
                best = x + y;
                bestDiagonal = diagonal;
            }
        }
        return best < MIN_TOKENS_PER_EDIT * edits
                ? range
                : addPath(range, furthest[middle + bestDiagonal], bestDiagonal, trace);
    }

    private int slide(Range range, int start, int diagonal) {
        int x = range.from() + start;
        int y = range.afterFrom() + start - diagonal;
        while (x < range.to() && y < range.afterTo() && before[x] == after[y]) {
            x++;
            y++;
        }
        return x - range.from();
    }

    private static boolean goesDown(int[] furthest, int at, int diagonal, int edits) {
        return diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
    }

    /** Adds the edits that lead to a position on a diagonal, and returns the range after it. */
    private Range addPath(Range range, int end, int endDiagonal, List<int[]> trace) {
        Deque<Range> path = new ArrayDeque<>();
        int x = end;
        int y = end - endDiagonal;
        for (int edits = trace.size() - 1; edits > 0; edits--) {
            int[] furthest = trace.get(edits);
            int diagonal = x - y;
            int at = diagonal + edits + 1;
            boolean down = goesDown(furthest, at, diagonal, edits);
            x = down ? furthest[at + 1] : furthest[at - 1];
            y = x - (down ? diagonal + 1 : diagonal - 1);
            int from = range.from() + x;
            int afterFrom = range.afterFrom() + y;
            path.push(new Range(from, down ? from : from + 1, afterFrom, down ? afterFrom + 1 : afterFrom));
        }
        path.forEach(this::add);
        return new Range(range.from() + end, range.to(), range.afterFrom() + end - endDiagonal, range.afterTo());
    }

    private void divide(Range range, int depth) {
        int from = range.from();
        int afterFrom = range.afterFrom();
        List<int[]> anchors = depth < MAX_DEPTH ? anchors(range) : List.of();
        if (anchors.isEmpty()) {
            add(range);
            return;
        }
        for (int[] anchor : anchors) {
            compare(new Range(from, anchor[0], afterFrom, anchor[1]), depth + 1);
            from = anchor[0] + 1;
            afterFrom = anchor[1] + 1;
        }
        compare(new Range(from, range.to(), afterFrom, range.afterTo()), depth + 1);
    }

    /** Returns the offsets of tokens that occur once in both ranges: the longest sequence in the same order. */
    private List<int[]> anchors(Range range) {
        Map<Integer, Integer> once = offsets(before, range.from(), range.to());
        Map<Integer, Integer> onceAfter = offsets(after, range.afterFrom(), range.afterTo());
        List<int[]> pairs = new ArrayList<>();
        for (int i = range.from(); i < range.to(); i++) {
            Integer offset = onceAfter.get(before[i]);
            if (offset != null && offset >= 0 && once.getOrDefault(before[i], -1) == i) {
                pairs.add(new int[] {i, offset});
            }
        }
        return longestRising(pairs);
    }

    /** Returns the offset of each token, or -1 if it occurs more than once. */
    private static Map<Integer, Integer> offsets(int[] tokens, int from, int to) {
        Map<Integer, Integer> offsets = new HashMap<>();
        for (int i = from; i < to; i++) {
            offsets.merge(tokens[i], i, (one, other) -> -1);
        }
        return offsets;
    }

    /** Returns the longest subsequence whose second offsets increase as the first do. */
    private static List<int[]> longestRising(List<int[]> pairs) {
        int[] previous = new int[pairs.size()];
        int[] tails = new int[pairs.size()];
        int length = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int pile = pileFor(pairs, tails, length, pairs.get(i)[1]);
            previous[i] = pile == 0 ? -1 : tails[pile - 1];
            tails[pile] = i;
            length = Math.max(length, pile + 1);
        }
        ArrayDeque<int[]> rising = new ArrayDeque<>();
        for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
            rising.push(pairs.get(i));
        }
        return List.copyOf(rising);
    }

    private static int pileFor(List<int[]> pairs, int[] tails, int piles, int offset) {
        int low = 0;
        int high = piles;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pairs.get(tails[middle])[1] < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
