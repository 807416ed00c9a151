package io.github.aligner4j.training;

import io.github.aligner4j.training.dataset.WholeFile;
import io.github.aligner4j.training.plot.Series;
import io.github.aligner4j.training.plot.Series.Mark;
import io.github.aligner4j.training.plot.Series.Point;
import io.github.aligner4j.training.plot.SvgPlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Draws how the loss fell: each step, their mean as it moves, and the dev set. */
final class LossPlot {

    private static final Map<String, String> COLORS =
            Map.of("text", "#7a5195", "identity", "#ef8a17", "correction", "#1f77b4");
    private static final int MOST_POINTS = 2000;
    private static final double NEW_SHARE = 0.1;

    private LossPlot() {}

    static void write(Path file, List<JsonNode> metrics) throws IOException {
        Map<String, List<Point>> stages = new LinkedHashMap<>();
        List<Point> dev = new ArrayList<>();
        for (JsonNode line : metrics) {
            double step = line.path("step").asDouble();
            if (line.has("devLoss")) {
                dev.add(new Point(step, line.path("devLoss").asDouble()));
            } else {
                stages.computeIfAbsent(line.path("stage").asString(), any -> new ArrayList<>())
                        .add(new Point(step, line.path("loss").asDouble()));
            }
        }
        SvgPlot plot = new SvgPlot("Loss", "step", "nats per token", series(stages, dev));
        WholeFile.write(file, plot.text());
    }

    private static List<Series> series(Map<String, List<Point>> stages, List<Point> dev) {
        List<Series> series = new ArrayList<>();
        stages.forEach((stage, points) -> {
            String color = COLORS.getOrDefault(stage, "#333");
            series.add(new Series("", Mark.THIN_LINE, color, thinned(points)));
            series.add(new Series(stage, Mark.LINE, color, thinned(smoothed(points))));
        });
        if (!dev.isEmpty()) {
            series.add(new Series("dev set", Mark.DOTTED_LINE, "#d62728", dev));
        }
        return series;
    }

    private static List<Point> smoothed(List<Point> points) {
        List<Point> smoothed = new ArrayList<>();
        double mean = points.get(0).y();
        for (Point point : points) {
            mean += NEW_SHARE * (point.y() - mean);
            smoothed.add(new Point(point.x(), mean));
        }
        return smoothed;
    }

    /** Leaves points out where there are more than can be seen. */
    private static List<Point> thinned(List<Point> points) {
        int every = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Point> kept = new ArrayList<>();
        for (int i = 0; i < points.size(); i += Math.max(1, every)) {
            kept.add(points.get(i));
        }
        return kept;
    }
}
