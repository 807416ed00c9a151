// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;

/**
 * The part of a plot between its axes.
 *
 * @param x the x axis
 * @param y the y axis
 * @param left the pixel at the start of the x axis
 * @param right the pixel at its end
 * @param top the pixel at the end of the y axis
 * @param bottom the pixel at its start
 */
record Panel(Axis x, Axis y, double left, double right, double top, double bottom) {

    private static final double TICK_GAP = 20;
    private static final double LABEL_GAP = 44;

    /** Returns the pixel of a value of the x axis. */
    double across(double value) {
        return left + x.fraction(value) * (right - left);
    }

    /** Returns the pixel of a value of the y axis. */
    double down(double value) {
        return bottom - y.fraction(value) * (bottom - top);
    }

    /** Returns the pixels of a point. */
    Point at(double px, double py) {
        return new Point(across(px), down(py));
    }

    /** Draws the y axis with horizontal grid lines. */
    void drawY(Drawing drawing, double labelX) {
        for (double tick : y.ticks()) {
            double at = down(tick);
            drawing.line(new Point(left, at), new Point(right, at), Brush.stroke(Palette.GRID, 1));
            drawing.label(left - 8, at + 4.5, y.text(tick), Anchor.END, Font.PLAIN);
        }
        drawing.label(labelX, (top + bottom) / 2, y.label(), Anchor.MIDDLE, Font.PLAIN.turn());
    }

    /** Draws the x axis. */
    void drawX(Drawing drawing) {
        double last = Double.NEGATIVE_INFINITY;
        for (double tick : x.ticks()) {
            double at = across(tick);
            drawing.line(new Point(at, bottom), new Point(at, bottom + 5), Brush.stroke(Palette.SOFT, 1));
            double half = Font.PLAIN.width(x.text(tick)) / 2;
            if (at - half > last + 4) {
                drawing.label(at, bottom + TICK_GAP, x.text(tick), Anchor.MIDDLE, Font.PLAIN);
                last = at + half;
            }
        }
        drawing.line(new Point(left, bottom), new Point(right, bottom), Brush.stroke(Palette.SOFT, 1));
        drawing.label((left + right) / 2, bottom + LABEL_GAP, x.label(), Anchor.MIDDLE, Font.PLAIN);
    }

    /** Draws vertical grid lines. */
    void drawVerticalGrid(Drawing drawing) {
        for (double tick : x.ticks()) {
            drawing.line(new Point(across(tick), top), new Point(across(tick), bottom), Brush.stroke(Palette.GRID, 1));
        }
    }
}
