// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import java.util.List;

/**
 * A picture, which can be written as SVG and as PNG.
 *
 * @param title the title, which readers of screens hear
 * @param width the width in pixels
 * @param height the height in pixels
 * @param shapes the shapes, drawn in this order
 */
public record Scene(String title, int width, int height, List<Shape> shapes) {

    /** Pixels of a PNG image for each pixel of the scene, enough for print in a column. */
    private static final int PNG_SCALE = 2;

    /** Copies the list. */
    public Scene {
        shapes = List.copyOf(shapes);
    }

    /** Returns the SVG document. */
    public String svg() {
        return SvgPen.write(this);
    }

    /**
     * Returns the PNG image, with twice the pixels in each direction. Needs the JDK's module {@code java.desktop} and a font, but no
     * screen.
     *
     * @throws PngUnavailableException if this Java has no fonts, as in many containers, or can't draw for another reason
     */
    public byte[] png() {
        return PngPen.write(this, PNG_SCALE);
    }
}
