// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Pictures of the shift of scores on two scales, such as helpful and harmless. */
public final class ShiftPlots {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 620;
    private static final int MAX_ARROWS = 60;
    private static final double[] SHARES = {0.9, 0.6, 0.3};
    private static final double MARGIN = 0.06;
    private static final int LEGEND = 52;

    private ShiftPlots() {}

    /**
     * Returns the shift of scores by correction: an arrow for each answer if there are at most {@value #MAX_ARROWS}, contours of the
     * densities before and after otherwise, and the arrow between the means.
     *
     * @param after the name of the corrected answers, such as a system's
     */
    public static Scene shift(String after, ScoreScale x, ScoreScale y, List<Shift> shifts) {
        Drawing drawing = new Drawing();
        Panel panel = panel(
                x,
                y,
                shifts.stream()
                        .flatMap(each -> Stream.of(each.before(), each.after()))
                        .toList());
        frame(drawing, panel);
        String name = Label.shorten(after, 30);
        String title = "Shift of scores: original → " + name;
        drawing.label(WIDTH / 2.0, 26, title, Anchor.MIDDLE, Font.TITLE);
        boolean arrows = shifts.size() <= MAX_ARROWS;
        if (arrows) {
            shifts.forEach(each -> arrow(drawing, panel, each));
        } else {
            List<Point> before = shifts.stream().map(Shift::before).toList();
            List<Point> corrected = shifts.stream().map(Shift::after).toList();
            Point bandwidth = new Point(
                    bandwidth(before, corrected, Point::x, panel.x()),
                    bandwidth(before, corrected, Point::y, panel.y()));
            contours(drawing, panel, DensityGrid.of(before, panel.x(), panel.y(), bandwidth), Palette.WORSE);
            contours(drawing, panel, DensityGrid.of(corrected, panel.x(), panel.y(), bandwidth), Palette.BETTER);
        }
        legend(drawing, name, arrows, shifts.size());
        if (!shifts.isEmpty()) {
            drawing.arrow(
                    mean(panel, shifts.stream().map(Shift::before).toList()),
                    mean(panel, shifts.stream().map(Shift::after).toList()),
                    Palette.INK,
                    3);
        }
        return drawing.scene(title, WIDTH, HEIGHT);
    }

    /** Returns the mean scores of several sets of answers, such as those of checkpoints in the order of training, as a path. */
    public static Scene path(String title, ScoreScale x, ScoreScale y, List<Stop> stops) {
        return means(title, x, y, stops, true);
    }

    /** Returns the mean scores of original answers, the first of {@code stops}, and of systems, with an arrow to each of them. */
    public static Scene means(String title, ScoreScale x, ScoreScale y, List<Stop> stops) {
        return means(title, x, y, stops, false);
    }

    private static Scene means(String title, ScoreScale x, ScoreScale y, List<Stop> stops, boolean path) {
        Drawing drawing = new Drawing();
        Panel panel = panel(
                x,
                y,
                stops.stream()
                        .flatMap(stop -> Stream.of(
                                new Point(stop.x().lower(), stop.y().lower()),
                                new Point(stop.x().upper(), stop.y().upper()),
                                new Point(stop.x().value(), stop.y().value())))
                        .toList());
        frame(drawing, panel);
        drawing.label(WIDTH / 2.0, 26, Label.shorten(title, 70), Anchor.MIDDLE, Font.TITLE);
        drawing.label(WIDTH / 2.0, LEGEND, note(stops), Anchor.MIDDLE, Font.NOTE);
        LabelPlacer names = new LabelPlacer(panel);
        for (int i = 0; i < stops.size(); i++) {
            cross(drawing, panel, stops.get(i), names);
            if (i > 0) {
                Point from = at(panel, stops.get(path ? i - 1 : 0));
                drawing.arrow(from, at(panel, stops.get(i)), Palette.BETTER, 2);
                names.takeLine(from, at(panel, stops.get(i)));
            }
        }
        for (Stop stop : stops) {
            drawing.circle(at(panel, stop), 4.5, Brush.fill(Palette.INK, 1));
        }
        stops.forEach(stop -> names.place(drawing, at(panel, stop), stop.name(), Font.PLAIN));
        return drawing.scene(title, WIDTH, HEIGHT);
    }

    private static String note(List<Stop> stops) {
        if (stops.isEmpty()) {
            return "";
        }
        Interval first = stops.get(0).x();
        long min = stops.stream().mapToLong(stop -> stop.x().n()).min().orElse(0);
        long max = stops.stream().mapToLong(stop -> stop.x().n()).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "Means, n = %s each; lines are %.0f %% intervals",
                min == max
                        ? String.format(Locale.ROOT, "%,d", min)
                        : String.format(Locale.ROOT, "%,d to %,d", min, max),
                100 * first.level());
    }

    /** Returns the label of an axis for scores. */
    static String label(ScoreScale scale) {
        return Label.shorten(scale.name(), 40)
                + (scale.unit().isEmpty() ? "" : ", " + scale.unit())
                + (scale.higherIsBetter() ? " (higher is better)" : " (lower is better)");
    }

    private static Panel panel(ScoreScale x, ScoreScale y, List<Point> points) {
        return new Panel(
                axis(label(x), points, Point::x), axis(label(y), points, Point::y), 76, WIDTH - 24, 70, HEIGHT - 62);
    }

    private static Axis axis(String label, List<Point> points, ToDoubleFunction<Point> value) {
        double[] values =
                points.stream().mapToDouble(value).filter(Double::isFinite).toArray();
        double min = DoubleStream.of(values).min().orElse(0);
        double max = DoubleStream.of(values).max().orElse(1);
        double margin = max > min ? (max - min) * MARGIN : 0.5;
        return new Axis(label, Scale.LINEAR, min - margin, max + margin);
    }

    private static void frame(Drawing drawing, Panel panel) {
        panel.drawVerticalGrid(drawing);
        panel.drawY(drawing, 20);
        panel.drawX(drawing);
    }

    private static void arrow(Drawing drawing, Panel panel, Shift shift) {
        Point from = panel.at(shift.before().x(), shift.before().y());
        Point to = panel.at(shift.after().x(), shift.after().y());
        if (!from.equals(to)) {
            drawing.line(from, to, Brush.stroke(Palette.NEUTRAL, 1));
        }
        drawing.circle(from, 4, Brush.fill(Palette.PAPER, 0).outline(Palette.WORSE, 1.5));
        drawing.circle(to, 3, Brush.fill(Palette.BETTER, 1));
    }

    /** Returns one bandwidth for both densities, as they could not be compared otherwise. */
    private static double bandwidth(
            List<Point> before, List<Point> after, ToDoubleFunction<Point> coordinate, Axis axis) {
        double range = axis.max() - axis.min();
        return Math.min(
                Density.planeBandwidth(before.stream().mapToDouble(coordinate).toArray(), range),
                Density.planeBandwidth(after.stream().mapToDouble(coordinate).toArray(), range));
    }

    private static void contours(Drawing drawing, Panel panel, DensityGrid grid, String color) {
        boolean dashed = color.equals(Palette.WORSE);
        for (double share : SHARES) {
            List<List<Point>> rings = grid.contours(share).stream()
                    .map(ring -> ring.stream()
                            .map(point -> panel.at(point.x(), point.y()))
                            .toList())
                    .toList();
            Brush brush = Brush.fill(color, 0.13).outline(color, 1.6);
            drawing.area(rings, dashed ? brush.dash() : brush);
        }
    }

    private static void legend(Drawing drawing, String after, boolean arrows, int n) {
        String note = String.format(Locale.ROOT, "n = %,d", n) + (arrows ? "" : "; contours hold 30, 60 and 90 %");
        double x = 76;
        x = entry(drawing, x, Palette.WORSE, "original", arrows);
        x = entry(drawing, x, Palette.BETTER, after, false);
        drawing.arrow(new Point(x, LEGEND - 4.5), new Point(x + 26, LEGEND - 4.5), Palette.INK, 3);
        drawing.label(x + 32, LEGEND, "mean", Anchor.START, Font.PLAIN);
        drawing.label(WIDTH - 24, LEGEND, note, Anchor.END, Font.NOTE);
    }

    private static double entry(Drawing drawing, double x, String color, String text, boolean hollow) {
        boolean dashed = color.equals(Palette.WORSE) && !hollow;
        Brush brush = Brush.fill(color, hollow ? 0 : dashed ? 0.2 : 1).outline(color, 1.5);
        drawing.circle(new Point(x + 6, LEGEND - 4.5), 5, dashed ? brush.dash() : brush);
        drawing.label(x + 17, LEGEND, text, Anchor.START, Font.PLAIN);
        return x + 17 + Font.PLAIN.width(text) + 18;
    }

    private static Point mean(Panel panel, List<Point> points) {
        return panel.at(
                points.stream().mapToDouble(Point::x).average().orElse(0),
                points.stream().mapToDouble(Point::y).average().orElse(0));
    }

    private static Point at(Panel panel, Stop stop) {
        return panel.at(stop.x().value(), stop.y().value());
    }

    private static void cross(Drawing drawing, Panel panel, Stop stop, LabelPlacer names) {
        Point at = at(panel, stop);
        Brush brush = Brush.stroke(Palette.NEUTRAL, 1.5);
        double left = panel.across(stop.x().lower());
        double right = panel.across(stop.x().upper());
        double top = panel.down(stop.y().upper());
        double bottom = panel.down(stop.y().lower());
        drawing.line(new Point(left, at.y()), new Point(right, at.y()), brush);
        drawing.line(new Point(at.x(), top), new Point(at.x(), bottom), brush);
        names.take(left, at.y() - 2, right, at.y() + 2);
        names.take(at.x() - 2, top, at.x() + 2, bottom);
        names.take(at.x() - 6, at.y() - 6, at.x() + 6, at.y() + 6);
    }
}
