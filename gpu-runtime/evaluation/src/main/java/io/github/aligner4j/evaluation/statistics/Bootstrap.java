// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Confidence intervals by the bootstrap over rows: the statistic is computed of many samples of as many rows, drawn with
 * replacement. The same rows and the same settings give the same interval.
 *
 * <p>Intervals are bias-corrected and accelerated (BCa; Efron 1987, "Better bootstrap confidence intervals"), like those of SciPy's
 * {@code bootstrap}. Plain percentiles of the samples are too optimistic for skewed statistics: win rates near ±1, kappa, durations.
 * For symmetric ones both give the same interval, at the same cost.
 *
 * <p>Without rows, value and ends are NaN. With one row, the ends are NaN, as nothing is known of the spread. If all samples have
 * the same statistic, both ends are that. {@link WinCounts#interval} and {@link Shares} have better intervals for these cases.
 *
 * @param resamples the number of samples, at least 1,000
 * @param level the confidence level, above 0 and below 1
 * @param seed the seed of the samples
 */
public record Bootstrap(int resamples, double level, long seed) {

    /** 10,000 samples, and a level of 95 %. */
    public static final Bootstrap DEFAULT = new Bootstrap(10_000, 0.95, 42);

    private static final int MIN_RESAMPLES = 1_000;
    private static final int BLOCK = 250;
    private static final long LOW_BITS = 0xFFFF_FFFFL;

    /** Checks the numbers. */
    public Bootstrap {
        if (resamples < MIN_RESAMPLES) {
            throw new IllegalArgumentException(
                    "the number of bootstrap samples must be at least " + MIN_RESAMPLES + ", but was " + resamples);
        }
        Normal.requireLevel(level);
    }

    /** Returns the mean of {@code values}, one per row, and its interval. */
    public Interval mean(double... values) {
        int rows = values.length;
        double mean = Moments.mean(values);
        if (rows < 2) {
            return undefined(mean, rows);
        }
        double[] samples = samples(random -> sampleMean(values, random));
        return interval(mean, samples, values, rows);
    }

    /**
     * Returns a statistic of rows and its interval. Samples of which the statistic is NaN are left out.
     *
     * @param rows the number of rows
     * @param statistic computes the statistic if each row counts as often as the array says; called by several threads
     */
    public Interval of(int rows, ToDoubleFunction<int[]> statistic) {
        int[] weights = new int[rows];
        Arrays.fill(weights, 1);
        double value = rows == 0 ? Double.NaN : statistic.applyAsDouble(weights);
        if (rows < 2 || Double.isNaN(value)) {
            return undefined(value, rows);
        }
        double[] influence = new double[rows];
        for (int i = 0; i < rows; i++) {
            weights[i] = 0;
            influence[i] = -statistic.applyAsDouble(weights);
            weights[i] = 1;
        }
        double[] samples = samples(random -> statistic.applyAsDouble(draw(rows, random)));
        return interval(value, defined(samples), defined(influence), rows);
    }

    private Interval undefined(double value, int rows) {
        return new Interval(value, Double.NaN, Double.NaN, level, rows);
    }

    /** Returns the mean of a sample. Each random number gives two rows: the high 32 bits of its halves' products with their number. */
    private static double sampleMean(double[] values, SplittableRandom random) {
        int rows = values.length;
        double even = 0;
        double odd = 0;
        for (int i = 1; i < rows; i += 2) {
            long bits = random.nextLong();
            even += values[drawn(bits & LOW_BITS, rows)];
            odd += values[drawn(bits >>> 32, rows)];
        }
        if (rows % 2 == 1) {
            even += values[drawn(random.nextLong() & LOW_BITS, rows)];
        }
        return (even + odd) / rows;
    }

    /** Returns a row by 32 random bits. */
    private static int drawn(long bits, int rows) {
        return (int) ((bits * rows) >>> 32);
    }

    private static int[] draw(int rows, SplittableRandom random) {
        int[] weights = new int[rows];
        for (int i = 0; i < rows; i++) {
            weights[drawn(random.nextLong() & LOW_BITS, rows)]++;
        }
        return weights;
    }

    /** Returns samples of a statistic. Each block of samples has its own random numbers, so that threads don't change them. */
    private double[] samples(ToDoubleFunction<SplittableRandom> sample) {
        int blocks = (resamples + BLOCK - 1) / BLOCK;
        SplittableRandom seeds = new SplittableRandom(seed);
        List<SplittableRandom> random =
                Stream.generate(seeds::split).limit(blocks).toList();
        double[] samples = new double[resamples];
        IntStream.range(0, blocks).parallel().forEach(block -> {
            for (int i = block * BLOCK; i < Math.min(resamples, (block + 1) * BLOCK); i++) {
                samples[i] = sample.applyAsDouble(random.get(block));
            }
        });
        return samples;
    }

    private static double[] defined(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    /**
     * Returns the BCa interval.
     *
     * @param influence the change of the statistic by each row, up to a constant and a positive factor
     */
    private Interval interval(double value, double[] samples, double[] influence, int rows) {
        if (samples.length == 0) {
            return undefined(value, rows);
        }
        Arrays.sort(samples);
        if (samples[0] == samples[samples.length - 1]) {
            return new Interval(value, samples[0], samples[0], level, rows);
        }
        double bias = Normal.quantile(midRank(samples, value));
        double acceleration = Moments.skewness(influence) / (6 * Math.sqrt(rows));
        double tail = Normal.quantile((1 + level) / 2);
        return new Interval(
                value,
                quantile(samples, adjusted(bias, acceleration, -tail)),
                quantile(samples, adjusted(bias, acceleration, tail)),
                level,
                rows);
    }

    private static double adjusted(double bias, double acceleration, double quantile) {
        double sum = bias + quantile;
        return Normal.cumulative(bias + sum / (1 - acceleration * sum));
    }

    /** Returns the share of samples below the value, with half of those at the value; never 0 or 1. */
    private static double midRank(double[] sorted, double value) {
        double tolerance = 1e-12 * Math.max(1, Math.abs(value));
        long below = IntStream.range(0, sorted.length)
                .takeWhile(i -> sorted[i] < value - tolerance)
                .count();
        long upTo = IntStream.range(0, sorted.length)
                .takeWhile(i -> sorted[i] <= value + tolerance)
                .count();
        double least = 0.5 / sorted.length;
        return Math.min(1 - least, Math.max(least, (below + upTo) / 2.0 / sorted.length));
    }

    /** Returns a quantile, interpolated like NumPy's. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
