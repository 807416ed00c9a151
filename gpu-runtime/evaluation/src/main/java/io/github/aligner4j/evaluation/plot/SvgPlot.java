package io.github.aligner4j.evaluation.plot;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

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
        Axis x = axis(xLabel, Series.Point::x, false);
        Axis y = axis(yLabel, Series.Point::y, true);
        StringBuilder out = new StringBuilder();
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH + " " + HEIGHT)
                .append("\" width=\"" + WIDTH + "\" height=\"" + HEIGHT)
                .append("\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#333\">\n")
                .append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        label(out, WIDTH / 2.0, 26, "middle\" font-size=\"16\" font-weight=\"bold", title);
        addGrid(out, x, y);
        for (Series each : series) {
            addSeries(out, each, x, y);
        }
        addLegend(out);
        return out.append("</svg>\n").toString();
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

    private void addGrid(StringBuilder out, Axis x, Axis y) {
        for (double tick : y.ticks()) {
            double at = down(y, tick);
            line(out, point(LEFT, at), point(WIDTH - RIGHT, at), "#e4e4e4");
            label(out, LEFT - 8, at + 4, "end", y.text(tick));
        }
        for (double tick : x.ticks()) {
            double at = across(x, tick);
            line(out, point(at, HEIGHT - BOTTOM), point(at, HEIGHT - BOTTOM + 5), "#666");
            label(out, at, HEIGHT - BOTTOM + 20, "middle", x.text(tick));
        }
        line(out, point(LEFT, HEIGHT - BOTTOM), point(WIDTH - RIGHT, HEIGHT - BOTTOM), "#666");
        label(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", x.label());
        String turned = "middle\" transform=\"rotate(-90 20 " + number((TOP + HEIGHT - BOTTOM) / 2.0) + ")";
        label(out, 20, (TOP + HEIGHT - BOTTOM) / 2.0, turned, y.label());
    }

    private void addSeries(StringBuilder out, Series each, Axis x, Axis y) {
        if (each.mark() == Series.Mark.BAR) {
            addBars(out, each, x, y);
            return;
        }
        String points = each.points().stream()
                .map(point -> number(across(x, point.x())) + "," + number(down(y, point.y())))
                .collect(Collectors.joining(" "));
        boolean thin = each.mark() == Series.Mark.THIN_LINE;
        out.append("<polyline fill=\"none\" stroke=\"" + each.color() + "\" stroke-width=\"" + (thin ? 1 : 2.5)
                + "\" stroke-opacity=\"" + (thin ? 0.35 : 1) + "\" points=\"" + points + "\"/>\n");
        if (each.mark() == Series.Mark.DOTTED_LINE) {
            each.points()
                    .forEach(point -> out.append("<circle r=\"4\" fill=\"" + each.color() + "\" cx=\""
                            + number(across(x, point.x())) + "\" cy=\"" + number(down(y, point.y())) + "\"/>\n"));
        }
    }

    private void addBars(StringBuilder out, Series each, Axis x, Axis y) {
        double half = barWidth() / 2;
        for (Series.Point point : each.points()) {
            double left = across(x, point.x() - half) + 0.5;
            double right = across(x, point.x() + half) - 0.5;
            double top = down(y, point.y());
            out.append("<rect fill=\"" + each.color() + "\" fill-opacity=\"0.75\" x=\"" + number(left) + "\" y=\""
                    + number(top) + "\" width=\"" + number(Math.max(0.5, right - left)) + "\" height=\""
                    + number(HEIGHT - BOTTOM - top) + "\"/>\n");
        }
    }

    private void addLegend(StringBuilder out) {
        int top = TOP + 6;
        for (Series each : series) {
            if (!each.name().isEmpty()) {
                out.append("<rect x=\"" + (WIDTH - RIGHT - 18) + "\" y=\"" + (top - 10)
                        + "\" width=\"14\" height=\"10\" fill=\"" + each.color() + "\"/>\n");
                label(out, WIDTH - RIGHT - 26, top, "end", each.name());
                top += LEGEND_LINE;
            }
        }
    }

    private static double across(Axis x, double value) {
        return LEFT + x.fraction(value) * (WIDTH - RIGHT - LEFT);
    }

    private static double down(Axis y, double value) {
        return HEIGHT - BOTTOM - y.fraction(value) * (HEIGHT - BOTTOM - TOP);
    }

    private static void line(StringBuilder out, Series.Point from, Series.Point to, String color) {
        out.append("<line x1=\"" + number(from.x()) + "\" y1=\"" + number(from.y()) + "\" x2=\"" + number(to.x())
                + "\" y2=\"" + number(to.y()) + "\" stroke=\"" + color + "\"/>\n");
    }

    private static void label(StringBuilder out, double x, double y, String anchor, String text) {
        out.append("<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">"
                + text.replace("&", "&amp;").replace("<", "&lt;") + "</text>\n");
    }

    private static Series.Point point(double x, double y) {
        return new Series.Point(x, y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
