// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A series of a plot.
 *
 * @param name the name in the legend; if empty, the series is not in the legend
 * @param mark the way it is drawn
 * @param color the color, as {@code #rrggbb}
 * @param points the points; those with an infinite or undefined coordinate are dropped
 */
public record Series(String name, Mark mark, String color, List<Point> points) {

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

    /** The way points are drawn. */
    public enum Mark {
        /** A thin, pale line, for noisy values. */
        THIN_LINE,
        /** A line. */
        LINE,
        /** A line with a dot at each point. */
        DOTTED_LINE,
        /** A bar from zero, as wide as the distance of two points. */
        BAR
    }

    /** A point. */
    public record Point(double x, double y) {}

    /**
     * Copies the list without points that are not finite.
     *
     * @throws IllegalArgumentException if {@code color} has another form
     */
    public Series {
        if (!COLOR.matcher(color).matches()) {
            throw new IllegalArgumentException(
                    "the color of the series '" + name + "' must be of the form #rrggbb, but was '" + color + "'");
        }
        points = points.stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }
}
