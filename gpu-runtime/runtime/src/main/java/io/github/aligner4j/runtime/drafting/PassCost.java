// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Time of a forward pass by its number of tokens, in units of a pass over one token. Between the given points it is a straight
 * line, behind the last one the continuation of the line before it. It is convex: each further token takes at least the
 * time of the one before.
 *
 * <p>The cost of a pass decides how much is drafted and never what is generated. A runtime measures it while it loads a
 * model; a fixed one makes drafts, and with them benchmarks, repeatable.
 *
 * @param points times of some numbers of tokens, ascending; the first is 1 for one token
 */
public record PassCost(List<Point> points) {

    /**
     * The time of a pass.
     *
     * @param tokens number of tokens of the pass
     * @param time its time, in passes over one token
     */
    public record Point(int tokens, double time) {}

    private static final Point ONE_TOKEN = new Point(1, 1);

    /** Slopes that differ by less are equal. */
    private static final double ROUNDING = 1e-9;

    /** Two cores of a current CPU with bfloat16 weights, 134M to 1.1B parameters; design note 0006 has the measurements. */
    public static final PassCost CPU = linear(4, 0.04);

    /** A Llama 2 7B with bfloat16 weights on a current GPU: reading the weights takes as long as computing some hundred tokens. */
    public static final PassCost GPU = linear(64, 0.003);

    /**
     * Checks the points.
     *
     * @throws IllegalArgumentException if the first is not 1 for one token, tokens do not ascend, or a token takes less time
     *     than the one before it or infinite time
     */
    public PassCost {
        points = List.copyOf(points);
        if (points.isEmpty() || !points.get(0).equals(ONE_TOKEN)) {
            throw new IllegalArgumentException(
                    "the first point must be 1 token in the time 1, but the points are " + points);
        }
        double slope = 0;
        for (int i = 1; i < points.size(); i++) {
            double next = slope(points.get(i - 1), points.get(i));
            if (!(next >= slope - ROUNDING) || Double.isInfinite(next)) {
                throw new IllegalArgumentException(
                        "each further token must take at least the time of the one before it, " + "but the points are "
                                + points);
            }
            slope = Math.max(slope, next);
        }
    }

    /**
     * Returns a cost of {@code 1 + max(0, tokens - freeTokens) * perToken}.
     *
     * @param freeTokens number of tokens that take the time of one, at least 1
     * @param perToken time of each further token, 0 or more
     * @throws IllegalArgumentException if one is out of its range
     */
    public static PassCost linear(int freeTokens, double perToken) {
        if (freeTokens < 1) {
            throw new IllegalArgumentException("freeTokens must be at least 1, but was " + freeTokens);
        }
        if (!(perToken >= 0) || Double.isInfinite(perToken)) {
            throw new IllegalArgumentException("perToken must be a finite number of at least 0, but was " + perToken);
        }
        Point further = new Point(freeTokens + 1, 1 + perToken);
        return new PassCost(
                freeTokens == 1 ? List.of(ONE_TOKEN, further) : List.of(ONE_TOKEN, new Point(freeTokens, 1), further));
    }

    /**
     * Returns the largest convex cost that exceeds no measurement. Disturbances only ever lengthen a pass, so a measurement
     * above the line of its neighbours is ignored.
     *
     * @param nanos shortest measured time of a pass by its number of tokens, one token among them
     * @param beyond slope behind the last measurement, unless the measurements have a larger one
     * @throws IllegalArgumentException if a pass over one token was not measured, or took no time
     */
    public static PassCost measured(NavigableMap<Integer, Long> nanos, PassCost beyond) {
        double one = nanos.getOrDefault(1, 0L);
        if (one <= 0 || nanos.firstKey() != 1) {
            throw new IllegalArgumentException("a pass over one token must take some time, but the times are " + nanos);
        }
        List<Point> hull = new ArrayList<>();
        for (Map.Entry<Integer, Long> each : nanos.entrySet()) {
            Point point = new Point(each.getKey(), Math.max(1, each.getValue() / one));
            while (hull.size() > 1 && slope(last(hull, 1), last(hull, 0)) > slope(last(hull, 0), point)) {
                hull.remove(hull.size() - 1);
            }
            hull.add(point);
        }
        return new PassCost(continued(hull, beyond));
    }

    /** Returns the time of a pass over {@code tokens} tokens, in passes over one token. */
    public double time(long tokens) {
        int end = 1;
        while (end < points.size() - 1 && points.get(end).tokens() < tokens) {
            end++;
        }
        if (tokens <= 1 || points.size() == 1) {
            return 1;
        }
        Point start = points.get(end - 1);
        return start.time() + (tokens - start.tokens()) * slope(start, points.get(end));
    }

    /**
     * Returns the time of {@code tokens} tokens of one sequence in a pass that several share, where each has as many, in units of
     * its share of a pass over one token of each. The share of the fixed cost is smaller, so further tokens cost more in
     * comparison.
     *
     * @param sequences number of sequences in the pass, at least 1
     */
    public double time(int tokens, int sequences) {
        return time((long) tokens * sequences) / time(sequences);
    }

    private static List<Point> continued(List<Point> hull, PassCost beyond) {
        Point end = last(hull, 0);
        double slope = beyond.time(end.tokens() + 1L) - beyond.time(end.tokens());
        double own = hull.size() == 1 ? 0 : slope(last(hull, 1), end);
        if (slope > own) {
            hull.add(new Point(end.tokens() + 1, end.time() + slope));
        }
        return hull;
    }

    private static Point last(List<Point> points, int before) {
        return points.get(points.size() - 1 - before);
    }

    private static double slope(Point from, Point to) {
        return to.tokens() > from.tokens() ? (to.time() - from.time()) / (to.tokens() - from.tokens()) : Double.NaN;
    }
}
