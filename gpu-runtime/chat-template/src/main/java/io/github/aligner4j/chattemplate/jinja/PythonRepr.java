// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import java.math.BigDecimal;
import java.util.Locale;

/** Texts of values as Python writes them. */
final class PythonRepr {

    private static final double MAX_PLAIN = 1e16;
    private static final double MIN_PLAIN = 1e-4;

    private PythonRepr() {}

    static String real(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (size == 0 || (size >= MIN_PLAIN && size < MAX_PLAIN)) {
            String plain = size == 0 ? "0" : decimal.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = decimal.precision() - decimal.scale() - 1;
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "")
                + mantissa
                + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static String notFinite(double value) {
        return Double.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
    }

    static String escape(String text, char quote) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> escape(codePoint, quote, out));
        return out.toString();
    }

    private static void escape(int codePoint, char quote, StringBuilder out) {
        if (codePoint == quote || codePoint == '\\') {
            out.append('\\').append((char) codePoint);
        } else if (codePoint == '\n') {
            out.append("\\n");
        } else if (codePoint == '\r') {
            out.append("\\r");
        } else if (codePoint == '\t') {
            out.append("\\t");
        } else if (isPrintable(codePoint)) {
            out.appendCodePoint(codePoint);
        } else if (codePoint <= 0xFF) {
            out.append(String.format(Locale.ROOT, "\\x%02x", codePoint));
        } else {
            out.append(String.format(Locale.ROOT, codePoint <= 0xFFFF ? "\\u%04x" : "\\U%08x", codePoint));
        }
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
