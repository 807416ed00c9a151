// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

/** Line breaks in white space. */
public final class LineBreaks {

    private LineBreaks() {}

    /** Returns the number of line breaks in {@code space}: line feeds, carriage returns, and both in a row as one. */
    public static int count(CharSequence space) {
        return (int) (space + "|").lines().count() - 1;
    }

    /**
     * Returns the white space that replaces a deleted text and the white space on both sides of it, so that no two lines or paragraphs
     * are joined. If the text's line goes on, it is the white space before the text; otherwise the one of both with more line breaks, with
     * the indentation of the next line.
     *
     * @param before the white space before the text
     * @param after the white space after it
     * @param first true if nothing but white space is before the text
     */
    public static String around(CharSequence before, CharSequence after, boolean first) {
        int breaks = count(after);
        if (breaks == 0) {
            return before.toString();
        }
        CharSequence more = first || count(before) >= breaks ? before : after;
        return more.subSequence(0, lineStart(more)).toString() + after.subSequence(lineStart(after), after.length());
    }

    /** Returns the place after the last line break; 0 if there is none. */
    private static int lineStart(CharSequence space) {
        int start = space.length();
        while (start > 0 && space.charAt(start - 1) != '\n' && space.charAt(start - 1) != '\r') {
            start--;
        }
        return start;
    }
}
