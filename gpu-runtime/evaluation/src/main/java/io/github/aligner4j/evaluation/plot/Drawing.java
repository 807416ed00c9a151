// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.ArrayList;
import java.util.List;

/** Collects the shapes of a {@link Scene}. */
final class Drawing {

    private static final double HEAD = 9;
    private static final double HEAD_ANGLE = 0.42;

    private final List<Shape> shapes = new ArrayList<>();

    Scene scene(String title, int width, int height) {
        return new Scene(title, width, height, shapes);
    }

    void line(List<Point> points, Brush brush) {
        if (points.size() > 1) {
            List<Point> copy = List.copyOf(points);
            shapes.add(pen -> pen.line(copy, brush));
        }
    }

    void line(Point from, Point to, Brush brush) {
        line(List.of(from, to), brush);
    }

    void area(List<List<Point>> rings, Brush brush) {
        if (!rings.isEmpty()) {
            List<List<Point>> copy = List.copyOf(rings);
            shapes.add(pen -> pen.area(copy, brush));
        }
    }

    /** Adds a rectangle between two corners. */
    void rectangle(Point corner, Point opposite, Brush brush) {
        area(
                List.of(List.of(
                        corner, new Point(opposite.x(), corner.y()), opposite, new Point(corner.x(), opposite.y()))),
                brush);
    }

    void circle(Point center, double radius, Brush brush) {
        shapes.add(pen -> pen.circle(center, radius, brush));
    }

    void label(double x, double y, String text, Anchor anchor, Font font) {
        if (!text.isEmpty()) {
            Label label = new Label(x, y, text, anchor, font);
            shapes.add(pen -> pen.label(label));
        }
    }

    /** Adds an arrow; a dot if it is shorter than its width. */
    void arrow(Point from, Point to, String color, double width) {
        double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
        if (length <= width) {
            circle(to, width, Brush.fill(color, 1));
            return;
        }
        double head = Math.min(HEAD * Math.sqrt(width), length);
        double angle = Math.atan2(to.y() - from.y(), to.x() - from.x());
        Point neck = back(to, angle, head * 0.8);
        line(from, neck, Brush.stroke(color, width));
        area(
                List.of(List.of(to, back(to, angle - HEAD_ANGLE, head), back(to, angle + HEAD_ANGLE, head))),
                Brush.fill(color, 1));
    }

    private static Point back(Point from, double angle, double distance) {
        return new Point(from.x() - distance * Math.cos(angle), from.y() - distance * Math.sin(angle));
    }
}
