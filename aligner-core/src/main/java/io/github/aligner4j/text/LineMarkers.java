// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markdown's marks before the words of a line: those of quotations, headings, list items and tasks. */
public final class LineMarkers {

    private static final Pattern MARKER =
            Pattern.compile("(?:>\\s?|#{1,6}\\s+|(?:[-*+]|\\d{1,9}[.)])\\s+(?:\\[[ xX]]\\s+)?)+");

    private LineMarkers() {}

    /** Returns the marks that {@code line} begins with, and the white space after them; empty if it begins with none. */
    public static String of(String line) {
        Matcher marker = MARKER.matcher(line);
        return marker.lookingAt() ? marker.group() : "";
    }
}
