// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Intervals of means of few values, such as one of each seed: Student's t interval, which takes the values as a sample of a normal
 * distribution. A {@link Bootstrap} over three or five values is far too optimistic.
 */
public final class Means {

    private static final int HALVINGS = 200;
    private static final double MAX_QUANTILE = 1e9;

    private Means() {}

    /** Returns the mean of {@code values} and its interval; the ends are NaN for less than two values. */
    public static Interval student(double level, double... values) {
        Normal.requireLevel(level);
        double mean = Moments.mean(values);
        double half =
                values.length < 2 ? Double.NaN : quantile(level, values.length - 1) * Moments.standardError(values);
        return new Interval(mean, mean - half, mean + half, level, values.length);
    }

    /** Returns the absolute value that Student's t exceeds with a probability of 1 - {@code level}. */
    private static double quantile(double level, int degrees) {
        double low = 0;
        double high = MAX_QUANTILE;
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = low + (high - low) / 2;
            double within = 1 - RegularizedBeta.value(degrees / (degrees + middle * middle), degrees / 2.0, 0.5);
            if (within < level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
