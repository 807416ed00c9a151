// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import io.github.aligner4j.evaluation.plot.Series.Point;
import java.util.List;

/** Draws shapes in one format. */
interface Pen {

    /** Draws a line through {@code points}. */
    void line(List<Point> points, Brush brush);

    /** Draws an area between closed lines; where an even number of them overlaps, it has a hole. */
    void area(List<List<Point>> rings, Brush brush);

    /** Draws a circle. */
    void circle(Point center, double radius, Brush brush);

    /** Writes a text. */
    void label(Label label);
}
