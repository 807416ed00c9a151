// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.Arrays;

/**
 * Counts of comparisons between a system and a baseline.
 *
 * @param wins the number that the system won
 * @param losses the number that it lost
 * @param ties the number of ties
 */
public record WinCounts(long wins, long losses, long ties) {

    /** Checks the counts. */
    public WinCounts {
        if (wins < 0 || losses < 0 || ties < 0) {
            throw new IllegalArgumentException("counts must be at least 0, but were " + wins + " wins, " + losses
                    + " losses and " + ties + " ties");
        }
    }

    /** Returns the number of comparisons. */
    public long total() {
        return wins + losses + ties;
    }

    /**
     * Returns (wins - losses) / (wins + losses + ties), from -1 to 1; NaN without comparisons. Source: Ji et al. 2024, "Aligner",
     * appendix E.2, equation 4.
     */
    public double winRate() {
        return (double) (wins - losses) / total();
    }

    /**
     * Returns the win rate and its interval, if each comparison is of another row. Without comparisons, it is NaN, from -1 to 1. If all
     * have the same result, which leaves a bootstrap without any spread, it reaches as far as if the largest share of others that
     * {@linkplain Shares#wilson Wilson's interval} allows had the results that are furthest away.
     *
     * @throws ArithmeticException if there are more than 2<sup>31</sup> - 1 comparisons
     */
    public Interval interval(Bootstrap bootstrap) {
        if (total() == 0) {
            return new Interval(Double.NaN, -1, 1, bootstrap.level(), 0);
        }
        if (Math.max(wins, Math.max(losses, ties)) == total()) {
            double others = Shares.wilson(0, total(), bootstrap.level()).upper();
            double reach = ties == total() ? others : 2 * others;
            double rate = winRate();
            return new Interval(
                    rate, Math.max(-1, rate - reach), Math.min(1, rate + reach), bootstrap.level(), total());
        }
        double[] results = new double[Math.toIntExact(total())];
        Arrays.fill(results, 0, (int) wins, 1);
        Arrays.fill(results, (int) wins, (int) (wins + losses), -1);
        return bootstrap.mean(results);
    }

    /** Returns the p-value of the {@link SignTest}. */
    public double pValue() {
        return SignTest.pValue(wins, losses);
    }
}
