// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/** White space as Python's {@code str.isspace} defines it. */
final class Spaces {

    private static final int NEXT_LINE = 0x85;

    private Spaces() {}

    static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == NEXT_LINE;
    }

    static boolean isBlank(String text) {
        return skip(text, 0) == text.length();
    }

    /** Returns the index of the first character from {@code start} on that is no space. */
    static int skip(String text, int start) {
        int end = start;
        while (end < text.length() && isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns the index behind the last character that is no space. */
    static int end(String text) {
        return end(text, text.length());
    }

    /** Returns the index behind the last character before {@code from} that is no space. */
    static int end(String text, int from) {
        int end = from;
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}
