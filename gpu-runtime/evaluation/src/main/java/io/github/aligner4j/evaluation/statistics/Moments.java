// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.Arrays;

/** Moments of samples. */
public final class Moments {

    private Moments() {}

    /** Returns the mean; NaN without values. */
    public static double mean(double... values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Returns the standard deviation with the denominator n - 1, like that of pandas; NaN for less than two values. */
    public static double standardDeviation(double... values) {
        return values.length < 2 ? Double.NaN : Math.sqrt(power(values, 2) / (values.length - 1));
    }

    /** Returns the standard error of the mean, like that of pandas; NaN for less than two values. */
    public static double standardError(double... values) {
        return standardDeviation(values) / Math.sqrt(values.length);
    }

    /** Returns the skewness: the third central moment, divided by the third power of the standard deviation; 0 if that is 0. */
    static double skewness(double... values) {
        double variance = power(values, 2) / values.length;
        return variance > 0 ? power(values, 3) / values.length / Math.pow(variance, 1.5) : 0;
    }

    /** Returns the sum of the powers of the distances to the mean. */
    private static double power(double[] values, int exponent) {
        double mean = mean(values);
        return Arrays.stream(values)
                .map(value -> Math.pow(value - mean, exponent))
                .sum();
    }
}
