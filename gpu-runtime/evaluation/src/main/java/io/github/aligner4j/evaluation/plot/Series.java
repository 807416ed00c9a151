package io.github.aligner4j.evaluation.plot;

import java.util.List;

/**
 * Something to be drawn.
 *
 * @param name for the legend; empty: not in it
 * @param mark how it is drawn
 * @param color as SVG has it
 */
public record Series(String name, Mark mark, String color, List<Point> points) {

    /** How points are drawn. */
    public enum Mark {
        /** A thin line, for what jumps. */
        THIN_LINE,
        /** A line. */
        LINE,
        /** A line with a dot at each point. */
        DOTTED_LINE,
        /** A bar from zero, as wide as the points are apart. */
        BAR
    }

    /** A point. */
    public record Point(double x, double y) {}

    /** Copies the list, without what is no number. */
    public Series {
        points = points.stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }
}
