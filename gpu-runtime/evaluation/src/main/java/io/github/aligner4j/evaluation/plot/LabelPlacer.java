// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Label.Anchor;
import io.github.aligner4j.evaluation.plot.Label.Font;
import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.ArrayList;
import java.util.List;

/** Places names beside points so that they overlap neither each other nor what is marked as taken. */
final class LabelPlacer {

    private static final int MAX_CHARACTERS = 26;
    private static final double GAP = 9;
    private static final double RISE = 0.8;
    private static final int RINGS = 5;
    private static final double LINE = 2;
    private static final double[][] SIDES = {{1, 0}, {0, -1}, {0, 1}, {-1, 0}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}};

    private final Panel panel;
    private final List<Box> taken = new ArrayList<>();

    LabelPlacer(Panel panel) {
        this.panel = panel;
    }

    /** Marks a rectangle as taken. */
    void take(double left, double top, double right, double bottom) {
        taken.add(new Box(left, top, right, bottom));
    }

    /** Marks a line as taken. */
    void takeLine(Point from, Point to) {
        int steps = (int) Math.ceil(Math.hypot(to.x() - from.x(), to.y() - from.y()) / (2 * LINE));
        for (int i = 0; i <= steps; i++) {
            double share = steps == 0 ? 0 : (double) i / steps;
            double x = from.x() + share * (to.x() - from.x());
            double y = from.y() + share * (to.y() - from.y());
            take(x - LINE, y - LINE, x + LINE, y + LINE);
        }
    }

    /** Writes {@code name} as near to {@code point} as there is room, with a line to it if that is not beside it. */
    void place(Drawing drawing, Point point, String name, Font font) {
        String text = Label.shorten(name, MAX_CHARACTERS);
        double width = font.width(text);
        Box best = null;
        for (int ring = 1; ring <= RINGS && best == null; ring++) {
            for (double[] side : SIDES) {
                Box box = box(point, side, GAP * (2 * ring - 1), width, font.size());
                if (best == null && free(box)) {
                    best = box;
                    if (ring > 1) {
                        drawing.line(point, box.nearest(point), Brush.stroke(Palette.SOFT, 0.8));
                    }
                }
            }
        }
        Box box = best == null ? box(point, SIDES[0], GAP, width, font.size()) : best;
        taken.add(box);
        drawing.label(box.left, box.bottom - font.size() * (1 - RISE), text, Anchor.START, font);
    }

    private static Box box(Point point, double[] side, double gap, double width, double height) {
        double x = point.x() + side[0] * gap + (side[0] - 1) * width / 2;
        double y = point.y() + side[1] * gap + (side[1] - 1) * height / 2;
        return new Box(x, y, x + width, y + height);
    }

    private boolean free(Box box) {
        return box.left >= panel.left() + 2
                && box.right <= panel.right() - 2
                && box.top >= panel.top() + 2
                && box.bottom <= panel.bottom() - 2
                && taken.stream().noneMatch(box::overlaps);
    }

    private record Box(double left, double top, double right, double bottom) {

        boolean overlaps(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }

        Point nearest(Point point) {
            return new Point(
                    Math.max(left - 2, Math.min(right + 2, point.x())), Math.max(top, Math.min(bottom, point.y())));
        }
    }
}
