package io.github.aligner4j.template;

import java.util.PrimitiveIterator;

/**
 * Stands in for halves of surrogate pairs, which no tokenizer can write, reversibly: each becomes a private-use character (U+10D800 to
 * U+10DFFF), and where text has those itself, or U+10E000, U+10E000 comes before them.
 */
final class LoneSurrogates {

    private static final int OFFSET = 0x100000;
    private static final int FIRST = OFFSET + Character.MIN_SURROGATE;
    private static final int QUOTE = OFFSET + Character.MAX_SURROGATE + 1;

    private LoneSurrogates() {}

    /** Returns {@code text} without halves of pairs. */
    static String escape(String text) {
        if (text.codePoints().noneMatch(each -> isSurrogate(each) || isReserved(each))) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            if (isReserved(each)) {
                out.appendCodePoint(QUOTE);
            }
            out.appendCodePoint(isSurrogate(each) ? OFFSET + each : each);
        });
        return out.toString();
    }

    /** Returns the text of which {@code escaped} is the escape. */
    static String restore(String escaped) {
        if (escaped.codePoints().noneMatch(LoneSurrogates::isReserved)) {
            return escaped;
        }
        StringBuilder out = new StringBuilder(escaped.length());
        PrimitiveIterator.OfInt rest = escaped.codePoints().iterator();
        while (rest.hasNext()) {
            int each = rest.nextInt();
            if (each == QUOTE && rest.hasNext()) {
                out.appendCodePoint(rest.nextInt());
            } else if (isReserved(each) && each != QUOTE) {
                out.append((char) (each - OFFSET));
            } else {
                out.appendCodePoint(each);
            }
        }
        return out.toString();
    }

    /** Returns whether {@code codePoint} says that the next character stands for itself. */
    static boolean isQuote(int codePoint) {
        return codePoint == QUOTE;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isReserved(int codePoint) {
        return codePoint >= FIRST && codePoint <= QUOTE;
    }
}
