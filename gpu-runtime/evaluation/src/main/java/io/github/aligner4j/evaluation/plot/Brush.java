// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

/**
 * The look of a line, or of an area and its outline.
 *
 * @param fill the color of the area; empty for none
 * @param fillOpacity the opacity of the area, 0 to 1
 * @param stroke the color of the line; empty for none
 * @param strokeOpacity the opacity of the line, 0 to 1
 * @param width the width of the line
 * @param dashed true if the line is dashed
 */
record Brush(String fill, double fillOpacity, String stroke, double strokeOpacity, double width, boolean dashed) {

    /** The length of a dash and of the gap after it, in widths of the line. */
    static final double DASH = 3;

    /** Returns a brush for areas without an outline. */
    static Brush fill(String color, double opacity) {
        return new Brush(color, opacity, "", 1, 1, false);
    }

    /** Returns a brush for lines. */
    static Brush stroke(String color, double width) {
        return new Brush("", 1, color, 1, width, false);
    }

    /** Returns a copy whose lines have this opacity. */
    Brush opacity(double opacity) {
        return new Brush(fill, fillOpacity, stroke, opacity, width, dashed);
    }

    /** Returns a copy with dashed lines. */
    Brush dash() {
        return new Brush(fill, fillOpacity, stroke, strokeOpacity, width, true);
    }

    /** Returns a copy with an outline. */
    Brush outline(String color, double width) {
        return new Brush(fill, fillOpacity, color, 1, width, dashed);
    }
}
