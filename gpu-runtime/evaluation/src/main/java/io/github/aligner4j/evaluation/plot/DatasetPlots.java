// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Mark;
import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Histograms of a dataset. */
public final class DatasetPlots {

    private static final int BARS = 40;
    private static final String BLUE = "#1f77b4";
    private static final double MAX_LINEAR_SPREAD = 100;

    private DatasetPlots() {}

    /**
     * Returns a histogram of lengths in characters, logarithmic if they spread over more than two orders of magnitude.
     *
     * @param answers the length of each answer
     * @param corrections the length of each correction
     */
    public static SvgPlot lengths(double[] answers, double[] corrections) {
        boolean logarithmic = max(answers, corrections) > MAX_LINEAR_SPREAD * Math.max(1, min(answers, corrections));
        return logarithmic
                ? lengths("characters (logarithmic)", Scale.LOGARITHMIC, logarithms(answers), logarithms(corrections))
                : lengths("characters", Scale.LINEAR, answers, corrections);
    }

    private static SvgPlot lengths(String label, Scale scale, double[] answers, double[] corrections) {
        double min = scale == Scale.LINEAR ? 0 : min(answers, corrections);
        Bins bins = new Bins(min, max(answers, corrections));
        return new SvgPlot(
                "Lengths",
                label,
                "rows",
                scale,
                List.of(
                        new Series("answers", Mark.BAR, BLUE, bins.count(answers)),
                        new Series("corrections", Mark.LINE, "#ef8a17", bins.count(corrections))));
    }

    /** Returns a histogram of edit ratios, 0 to 1. */
    public static SvgPlot edits(double[] ratios) {
        return new SvgPlot(
                "Share of the text that is edited",
                "edit ratio",
                "rows",
                List.of(new Series("", Mark.BAR, BLUE, new Bins(0, 1).count(ratios))));
    }

    private static double min(double[] some, double[] others) {
        return both(some, others).min().orElse(0);
    }

    private static double max(double[] some, double[] others) {
        return both(some, others).max().orElse(1);
    }

    private static DoubleStream both(double[] some, double[] others) {
        return DoubleStream.concat(Arrays.stream(some), Arrays.stream(others));
    }

    /** Empty texts have no logarithm; they count as texts of one character. */
    private static double[] logarithms(double[] lengths) {
        return Arrays.stream(lengths)
                .map(length -> Math.log10(Math.max(1, length)))
                .toArray();
    }

    /** A range in bins of equal width. */
    private record Bins(double min, double max) {

        List<Point> count(double[] values) {
            double width = Math.max(max - min, 1e-9) / BARS;
            int[] counts = new int[BARS];
            for (double value : values) {
                counts[Math.min(BARS - 1, (int) ((value - min) / width))]++;
            }
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < BARS; i++) {
                points.add(new Point(min + (i + 0.5) * width, counts[i]));
            }
            return points;
        }
    }
}
