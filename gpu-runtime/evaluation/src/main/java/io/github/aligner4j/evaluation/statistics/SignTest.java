// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/** The exact sign test: the two-sided binomial test of wins against losses. Ties don't count. */
public final class SignTest {

    private SignTest() {}

    /**
     * Returns the probability of a difference as large between wins and losses if both were equally likely; 1 if there are none.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static double pValue(long wins, long losses) {
        if (wins < 0 || losses < 0) {
            throw new IllegalArgumentException(
                    "counts must be at least 0, but were " + wins + " wins and " + losses + " losses");
        }
        if (wins == losses) {
            return 1;
        }
        double fewer = Math.min(wins, losses);
        double more = Math.max(wins, losses);
        return Math.min(1, 2 * RegularizedBeta.value(0.5, more, fewer + 1));
    }
}
