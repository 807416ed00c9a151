// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

/** Writes JSON that can stand in an HTML page. */
final class JsonText {

    private static final String DIGITS = "0123456789abcdef";

    private JsonText() {}

    /** Appends {@code text} as a string without control characters, line separators and {@code <}. */
    static void append(StringBuilder out, String text) {
        out.append('"');
        String valid = HtmlPage.valid(text);
        for (int i = 0; i < valid.length(); i++) {
            char c = valid.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                out.append("\\u")
                        .append(DIGITS.charAt(c >> 12))
                        .append(DIGITS.charAt(c >> 8 & 15))
                        .append(DIGITS.charAt(c >> 4 & 15))
                        .append(DIGITS.charAt(c & 15));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** Appends a number with at most four decimals; null if it is not finite. */
    static void append(StringBuilder out, double value) {
        if (!Double.isFinite(value)) {
            out.append("null");
            return;
        }
        double rounded = Math.round(value * 1e4) / 1e4;
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
            out.append((long) rounded);
        } else {
            out.append(rounded);
        }
    }
}
