// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import java.util.Arrays;

/** Estimates densities with a Gaussian kernel, on a grid. Source of the bandwidths: Silverman 1986,
 * "Density Estimation". */
final class Density {

    private static final double REACH = 4;

    /** The number of bandwidths in a range, at least and at most: groups far apart must not be blurred into each other. */
    private static final double MIN_BANDWIDTHS = 25;

    private static final double MAX_BANDWIDTHS = 60;
    private static final double MIN_PLANE_BANDWIDTHS = 14;
    private static final double QUARTILES = 1.34;

    private Density() {}

    /** Returns the bandwidth for values on a line, which belong to a range of width {@code range}. */
    static double bandwidth(double[] values, double range) {
        double width = 0.9 * spread(values) * Math.pow(values.length, -0.2);
        return Math.min(range / MIN_BANDWIDTHS, Math.max(width, range / MAX_BANDWIDTHS));
    }

    /** Returns the bandwidth of one coordinate of points in a plane, which belong to a range of width {@code range}. */
    static double planeBandwidth(double[] values, double range) {
        double width = spread(values) * Math.pow(values.length, -1.0 / 6);
        return Math.min(range / MIN_PLANE_BANDWIDTHS, Math.max(width, range / MAX_BANDWIDTHS));
    }

    private static double spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double quartiles = (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]) / QUARTILES;
        double deviation = deviation(values);
        return quartiles > 0 ? Math.min(deviation, quartiles) : deviation;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }

    /** Returns the density at {@code size} positions along an axis. */
    static double[] line(double[] values, Axis axis, double bandwidth, int size) {
        double min = axis.min();
        double max = axis.max();
        double step = (max - min) / (size - 1);
        double[] weights = new double[size];
        for (double value : values) {
            double at = (value - min) / step;
            int cell = Math.max(0, Math.min(size - 2, (int) at));
            double share = Math.max(0, Math.min(1, at - cell));
            weights[cell] += 1 - share;
            weights[cell + 1] += share;
        }
        double[] density = blur(weights, bandwidth / step);
        double unit = values.length * step;
        return Arrays.stream(density).map(each -> each / unit).toArray();
    }

    /** Returns {@code weights} spread by a Gaussian with this standard deviation in cells; what falls off the ends is lost. */
    static double[] blur(double[] weights, double deviation) {
        int reach = (int) Math.ceil(REACH * deviation);
        double[] kernel = new double[2 * reach + 1];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = Math.exp(-0.5 * Math.pow((i - reach) / deviation, 2));
        }
        double sum = Arrays.stream(kernel).sum();
        double[] spread = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                for (int j = Math.max(0, i - reach); j <= Math.min(weights.length - 1, i + reach); j++) {
                    spread[j] += weights[i] * kernel[j - i + reach] / sum;
                }
            }
        }
        return spread;
    }
}
