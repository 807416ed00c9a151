package io.github.aligner4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Draws a {@link SteeringCurve} as an SVG picture: edit ratio, and shares changed and rejected, against strength. */
final class SteeringPlot {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int GRID = 5;

    private final List<SteeringCurve.Point> points;
    private final StringBuilder svg = new StringBuilder();

    private SteeringPlot(SteeringCurve curve) {
        this.points = curve.points();
    }

    /** Returns the picture of a curve measured over so many answers. */
    static String svg(SteeringCurve curve, int answers) {
        return new SteeringPlot(curve).drawn(answers);
    }

    private String drawn(int answers) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">",
                WIDTH, HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        addAxes();
        addLine("#1f6feb", "edit ratio (words)", 0, SteeringCurve.Point::editRatio);
        addLine("#57606a", "answers changed", 1, SteeringCurve.Point::changed);
        addLine("#cf222e", "answers rejected", 2, SteeringCurve.Point::rejected);
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">strength (%d answers)</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 15, answers);
        add("</svg>");
        return svg.toString();
    }

    private void addAxes() {
        for (int i = 0; i <= GRID; i++) {
            double value = (double) i / GRID;
            add(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d0d7de\"/>",
                    LEFT, WIDTH - RIGHT, y(value), y(value));
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>", LEFT - 8, y(value) + 4, value);
        }
        for (SteeringCurve.Point point : points) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(point.strength()), HEIGHT - BOTTOM + 20, SteeringCurve.shown(point.strength()));
        }
    }

    private void addLine(String colour, String name, int place, ToDoubleFunction<SteeringCurve.Point> value) {
        String line = points.stream()
                .map(point -> format("%.1f,%.1f", x(point.strength()), y(value.applyAsDouble(point))))
                .collect(Collectors.joining(" "));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", line, colour);
        for (SteeringCurve.Point point : points) {
            add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                    x(point.strength()), y(value.applyAsDouble(point)), colour);
        }
        add("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>", LEFT + 20 + 180 * place, TOP - 15, colour, name);
    }

    private double x(double strength) {
        double least = points.get(0).strength();
        double range = points.get(points.size() - 1).strength() - least;
        double share = range == 0 ? 0.5 : (strength - least) / range;
        return LEFT + 10 + share * (WIDTH - LEFT - RIGHT - 20);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - Math.min(1, share) * (HEIGHT - TOP - BOTTOM);
    }

    private void add(String element, Object... values) {
        svg.append(format(element, values)).append('\n');
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
