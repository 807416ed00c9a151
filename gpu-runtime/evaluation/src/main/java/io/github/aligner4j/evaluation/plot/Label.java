// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.plot;

import java.util.regex.Pattern;

/**
 * A text of a {@link Scene}.
 *
 * @param x the position that the text starts at, ends at or is centered on
 * @param y the position of its baseline
 * @param text the text, on one line
 * @param anchor the part of the text at {@code x}
 * @param font its look
 */
record Label(double x, double y, String text, Anchor anchor, Font font) {

    /** Characters that XML does not allow or that change the direction of what follows. */
    private static final Pattern INVALID =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\x{FFFE}\\x{FFFF}\\u200E\\u200F\\u061C\\u202A-\\u202E\\u2066-\\u2069]");

    private static final double WIDTH = 0.56;
    private static final double BOLD_WIDTH = 0.6;
    private static final int FIRST_WIDE = 0x1100;

    /** The part of a text at its position. */
    enum Anchor {
        /** Its start. */
        START,
        /** Its middle. */
        MIDDLE,
        /** Its end. */
        END
    }

    /**
     * The look of a text.
     *
     * @param size the size in pixels
     * @param bold true if it is bold
     * @param color the color
     * @param turned true if it is read from bottom to top
     */
    record Font(double size, boolean bold, String color, boolean turned) {

        /** The font of titles. */
        static final Font TITLE = new Font(16, true, Palette.INK, false);

        /** The font of ticks and names. */
        static final Font PLAIN = new Font(13, false, Palette.INK, false);

        /** The font of notes. */
        static final Font NOTE = new Font(12, false, Palette.SOFT, false);

        /** Returns a copy in bold. */
        Font inBold() {
            return new Font(size, true, color, turned);
        }

        /** Returns a copy that is read from bottom to top. */
        Font turn() {
            return new Font(size, bold, color, true);
        }

        /** Returns a copy in another color. */
        Font in(String other) {
            return new Font(size, bold, other, turned);
        }

        /** Returns about the width of {@code text}, which depends on the reader's fonts. */
        double width(String text) {
            double letters =
                    text.codePoints().mapToDouble(c -> c < FIRST_WIDE ? 1 : 1.8).sum();
            return letters * size * (bold ? BOLD_WIDTH : WIDTH);
        }
    }

    /** Replaces characters that can't be drawn. */
    Label {
        text = INVALID.matcher(text).replaceAll("\uFFFD");
    }

    /** Returns {@code text} with an ellipsis in place of what is beyond {@code max} characters. */
    static String shorten(String text, int max) {
        int length = text.codePointCount(0, text.length());
        return length <= max ? text : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }
}
