package io.github.aligner4j.training.dataset;

import io.github.aligner4j.training.plot.Scale;
import io.github.aligner4j.training.plot.Series;
import io.github.aligner4j.training.plot.Series.Mark;
import io.github.aligner4j.training.plot.Series.Point;
import io.github.aligner4j.training.plot.SvgPlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Pictures of what rows are like. */
public final class DatasetPlots {

    private static final int BARS = 40;
    private static final String BLUE = "#1f77b4";
    private static final double LARGEST_LINEAR_SPREAD = 100;

    private DatasetPlots() {}

    /** Returns a plot of the lengths of answers and corrections, logarithmic where they spread over two orders of magnitude. */
    public static SvgPlot lengths(List<CorrectionRow> rows) {
        double[] answers = DatasetStatistics.lengths(rows, CorrectionRow::answer);
        double[] corrections = DatasetStatistics.lengths(rows, CorrectionRow::correction);
        boolean logarithmic =
                most(answers, corrections) > LARGEST_LINEAR_SPREAD * Math.max(1, least(answers, corrections));
        return logarithmic
                ? lengths("characters (logarithmic)", Scale.LOGARITHMIC, logarithms(answers), logarithms(corrections))
                : lengths("characters", Scale.LINEAR, answers, corrections);
    }

    private static SvgPlot lengths(String label, Scale scale, double[] answers, double[] corrections) {
        double least = scale == Scale.LINEAR ? 0 : least(answers, corrections);
        Bars bars = new Bars(least, most(answers, corrections));
        return new SvgPlot(
                "Lengths",
                label,
                "rows",
                scale,
                List.of(
                        new Series("answers", Mark.BAR, BLUE, bars.count(answers)),
                        new Series("corrections", Mark.LINE, "#ef8a17", bars.count(corrections))));
    }

    /** Returns a plot of how much rows change, those left out that change nothing. */
    public static SvgPlot edits(List<CorrectionRow> rows) {
        List<Point> points = new Bars(0, 1).count(DatasetStatistics.editRatios(rows));
        return new SvgPlot(
                "Share of the text that is edited",
                "edit ratio",
                "rows",
                List.of(new Series("", Mark.BAR, BLUE, points)));
    }

    private static double least(double[] some, double[] others) {
        return both(some, others).min().orElse(0);
    }

    private static double most(double[] some, double[] others) {
        return both(some, others).max().orElse(1);
    }

    private static DoubleStream both(double[] some, double[] others) {
        return DoubleStream.concat(Arrays.stream(some), Arrays.stream(others));
    }

    /** Empty texts have no logarithm; they stand with those of one character. */
    private static double[] logarithms(double[] lengths) {
        return Arrays.stream(lengths)
                .map(length -> Math.log10(Math.max(1, length)))
                .toArray();
    }

    /** A range in parts of the same width. */
    private record Bars(double least, double most) {

        List<Point> count(double[] values) {
            double width = Math.max(most - least, 1e-9) / BARS;
            int[] counts = new int[BARS];
            for (double value : values) {
                counts[Math.min(BARS - 1, (int) ((value - least) / width))]++;
            }
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < BARS; i++) {
                points.add(new Point(least + (i + 0.5) * width, counts[i]));
            }
            return points;
        }
    }
}
