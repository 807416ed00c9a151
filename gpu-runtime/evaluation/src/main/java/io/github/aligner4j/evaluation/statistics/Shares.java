// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

/**
 * Intervals of shares: Wilson's score interval (Wilson 1927, "Probable inference, the law of succession, and statistical inference"),
 * which holds for small samples and for shares near 0 and 1 too.
 */
public final class Shares {

    private Shares() {}

    /**
     * Returns the share of {@code part} in {@code all} independent observations, and its interval; NaN, from 0 to 1, if there are none.
     *
     * @throws IllegalArgumentException if {@code part} is negative or more than {@code all}, or the level is not between 0 and 1
     */
    public static Interval wilson(long part, long all, double level) {
        if (part < 0 || part > all) {
            throw new IllegalArgumentException("a share's part must be 0 to " + all + ", but was " + part);
        }
        double z = Normal.twoSided(level);
        if (all == 0) {
            return new Interval(Double.NaN, 0, 1, level, 0);
        }
        double share = (double) part / all;
        double square = z * z / all;
        double center = (share + square / 2) / (1 + square);
        double half = z / (1 + square) * Math.sqrt(share * (1 - share) / all + square / (4.0 * all));
        return new Interval(
                share,
                part == 0 ? 0 : Math.max(0, center - half),
                part == all ? 1 : Math.min(1, center + half),
                level,
                all);
    }
}
