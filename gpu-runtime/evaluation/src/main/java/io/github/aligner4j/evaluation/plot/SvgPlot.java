// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A plot with two axes.
 *
 * @param title the title
 * @param xLabel the label of the x axis
 * @param yLabel the label of the y axis
 * @param xScale the scale of the x axis
 * @param series the series, drawn in this order
 */
public record SvgPlot(String title, String xLabel, String yLabel, Scale xScale, List<Series> series) {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 440;
    private static final int LEFT = 72;
    private static final int RIGHT = 24;
    private static final int TOP = 48;
    private static final int BOTTOM = 60;
    private static final int LEGEND_LINE = 20;
    private static final double MARGIN = 0.05;

    /** Copies the list. */
    public SvgPlot {
        series = List.copyOf(series);
    }

    /** Creates a plot with linear axes. */
    public SvgPlot(String title, String xLabel, String yLabel, List<Series> series) {
        this(title, xLabel, yLabel, Scale.LINEAR, series);
    }

    /** Returns the SVG document. */
    public String text() {
        return scene().svg();
    }

    /** Returns the picture. */
    public Scene scene() {
        Panel panel = new Panel(
                axis(xLabel, Series.Point::x, false),
                axis(yLabel, Series.Point::y, true),
                LEFT,
                WIDTH - RIGHT,
                TOP,
                HEIGHT - BOTTOM);
        Drawing drawing = new Drawing();
        drawing.label(WIDTH / 2.0, 26, title, Anchor.MIDDLE, Font.TITLE);
        panel.drawY(drawing, 20);
        panel.drawX(drawing);
        for (Series each : series) {
            addSeries(drawing, each, panel);
        }
        addLegend(drawing);
        return drawing.scene(title, WIDTH, HEIGHT);
    }

    private Axis axis(String label, ToDoubleFunction<Series.Point> value, boolean fromZero) {
        double[] values = series.stream()
                .flatMap(each -> each.points().stream())
                .mapToDouble(value)
                .sorted()
                .toArray();
        double min = values.length == 0 ? 0 : values[0];
        double max = values.length == 0 ? 1 : values[values.length - 1];
        boolean bars = series.stream().anyMatch(each -> each.mark() == Series.Mark.BAR);
        double half = bars && !fromZero ? barWidth() / 2 : 0;
        double above = fromZero ? (max - Math.min(0, min)) * MARGIN : 0;
        Scale scale = fromZero ? Scale.LINEAR : xScale;
        return new Axis(label, scale, fromZero ? Math.min(0, min) : min - half, max + half + above);
    }

    private double barWidth() {
        List<Series.Point> points = series.get(0).points();
        return points.size() < 2 ? 1 : points.get(1).x() - points.get(0).x();
    }

    private void addSeries(Drawing drawing, Series each, Panel panel) {
        if (each.mark() == Series.Mark.BAR) {
            addBars(drawing, each, panel);
            return;
        }
        List<Series.Point> points = each.points().stream()
                .map(point -> panel.at(point.x(), point.y()))
                .toList();
        boolean thin = each.mark() == Series.Mark.THIN_LINE;
        drawing.line(points, Brush.stroke(each.color(), thin ? 1 : 2.5).opacity(thin ? 0.35 : 1));
        if (each.mark() == Series.Mark.DOTTED_LINE) {
            points.forEach(point -> drawing.circle(point, 4, Brush.fill(each.color(), 1)));
        }
    }

    private void addBars(Drawing drawing, Series each, Panel panel) {
        double half = barWidth() / 2;
        for (Series.Point point : each.points()) {
            double left = panel.across(point.x() - half) + 0.5;
            double right = Math.max(left + 0.5, panel.across(point.x() + half) - 0.5);
            drawing.rectangle(
                    new Series.Point(left, panel.down(point.y())),
                    new Series.Point(right, panel.bottom()),
                    Brush.fill(each.color(), 0.75));
        }
    }

    private void addLegend(Drawing drawing) {
        double top = TOP + 6;
        for (Series each : series) {
            if (!each.name().isEmpty()) {
                drawing.rectangle(
                        new Series.Point(WIDTH - RIGHT - 18, top - 10),
                        new Series.Point(WIDTH - RIGHT - 4, top),
                        Brush.fill(each.color(), 1));
                drawing.label(WIDTH - RIGHT - 26, top, each.name(), Anchor.END, Font.PLAIN);
                top += LEGEND_LINE;
            }
        }
    }
}
