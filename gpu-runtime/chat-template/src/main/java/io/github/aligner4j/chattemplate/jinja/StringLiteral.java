// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/**
 * A string of a template's source, with Python's escapes.
 *
 * @param value the text without quotes and escapes
 * @param end offset behind the closing quote
 */
record StringLiteral(String value, int end) {

    private static final String ESCAPES = "abfnrtv\\'\"";
    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000B\\'\"";
    private static final int OCTAL = 8;
    private static final int HEXADECIMAL = 16;

    /** Reads the string that begins at {@code start} of {@code source}; {@code token} has the position for messages. */
    static StringLiteral read(String source, int start, Token token) {
        char quote = source.charAt(start);
        StringBuilder value = new StringBuilder();
        int i = start + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            if (source.charAt(i) == '\\' && i + 1 < source.length()) {
                i = unescape(source, i + 1, value, token);
            } else {
                value.append(source.charAt(i++));
            }
        }
        if (i >= source.length()) {
            throw JinjaException.at(token, "string has no closing quote");
        }
        return new StringLiteral(value.toString(), i + 1);
    }

    /** Appends the character of the escape whose letter is at {@code i}; returns the offset behind it. */
    private static int unescape(String source, int i, StringBuilder value, Token token) {
        char letter = source.charAt(i);
        int known = ESCAPES.indexOf(letter);
        if (known >= 0) {
            value.append(ESCAPED.charAt(known));
            return i + 1;
        }
        if (letter >= '0' && letter <= '7') {
            int end = i + 1;
            while (end < Math.min(i + 3, source.length()) && Character.digit(source.charAt(end), OCTAL) >= 0) {
                end++;
            }
            value.append((char) Integer.parseInt(source.substring(i, end), OCTAL));
            return end;
        }
        return switch (letter) {
            case '\n' -> i + 1;
            case 'x' -> codePoint(source, i + 1, 2, value, token);
            case 'u' -> codePoint(source, i + 1, 4, value, token);
            case 'U' -> codePoint(source, i + 1, 8, value, token);
            case 'N' -> throw JinjaException.unsupported(token, "escape '\\N'");
            default -> {
                value.append('\\').append(letter);
                yield i + 1;
            }
        };
    }

    private static int codePoint(String source, int start, int digits, StringBuilder value, Token token) {
        int end = start + digits;
        try {
            value.appendCodePoint(Integer.parseInt(source.substring(start, end), HEXADECIMAL));
            return end;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw JinjaException.at(token, "an escape of the string has too few hexadecimal digits or no character");
        }
    }
}
