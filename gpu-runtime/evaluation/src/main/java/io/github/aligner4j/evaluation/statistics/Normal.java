// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErf;

/** The standard normal distribution. */
final class Normal {

    private static final double SQRT_2 = Math.sqrt(2);

    private Normal() {}

    /** Returns the probability of a value up to {@code x}. */
    static double cumulative(double x) {
        return Erfc.value(-x / SQRT_2) / 2;
    }

    /** Returns the value that is not exceeded with this probability. */
    static double quantile(double probability) {
        return SQRT_2 * InverseErf.value(2 * probability - 1);
    }

    /** Returns the value that is exceeded on either side with the probability that a confidence level leaves. */
    static double twoSided(double level) {
        requireLevel(level);
        return quantile((1 + level) / 2);
    }

    static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a confidence level must be above 0 and below 1, but was " + level);
        }
    }
}
