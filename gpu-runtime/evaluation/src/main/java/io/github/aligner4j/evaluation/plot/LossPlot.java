// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Mark;
import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plots the loss of a training: each step, a moving average, and the dev set. */
public final class LossPlot {

    private static final Map<String, String> COLORS =
            Map.of("text", "#7a5195", "identity", "#ef8a17", "correction", "#1f77b4");
    private static final int MAX_POINTS = 2000;
    private static final double SMOOTHING = 0.1;

    private LossPlot() {}

    /**
     * Returns the plot.
     *
     * @param stages the loss of each step in nats per token, by stage, in order
     * @param dev the loss on the dev set; may be empty
     */
    public static SvgPlot of(Map<String, List<Point>> stages, List<Point> dev) {
        List<Series> series = new ArrayList<>();
        stages.forEach((stage, points) -> {
            String color = COLORS.getOrDefault(stage, "#333333");
            series.add(new Series("", Mark.THIN_LINE, color, thinned(points)));
            series.add(new Series(stage, Mark.LINE, color, thinned(smoothed(points))));
        });
        if (!dev.isEmpty()) {
            series.add(new Series("dev set", Mark.DOTTED_LINE, "#d62728", dev));
        }
        return new SvgPlot("Loss", "step", "nats per token", series);
    }

    private static List<Point> smoothed(List<Point> points) {
        List<Point> smoothed = new ArrayList<>();
        double mean = points.isEmpty() ? 0 : points.get(0).y();
        for (Point point : points) {
            mean += SMOOTHING * (point.y() - mean);
            smoothed.add(new Point(point.x(), mean));
        }
        return smoothed;
    }

    /** Drops points where there are more than can be seen. */
    private static List<Point> thinned(List<Point> points) {
        int every = (points.size() + MAX_POINTS - 1) / MAX_POINTS;
        List<Point> kept = new ArrayList<>();
        for (int i = 0; i < points.size(); i += Math.max(1, every)) {
            kept.add(points.get(i));
        }
        return kept;
    }
}
