package io.github.aligner4j.text;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds characters that are a sign of damage, where a text has more of them than the one it was made of: the replacement
 * character U+FFFD, halves of surrogate pairs, control characters but for tab and line breaks, noncharacters, and invisible
 * characters that change how the text around them is shown (bidirectional overrides and isolates, byte order marks,
 * annotations). Joiners and direction marks, which scripts need, are none. For one text, read in pieces.
 */
public final class BrokenCharacters {

    private static final int NONE = -1;

    private final Map<Integer, Integer> allowed = new HashMap<>();

    /** Half a surrogate pair that the next piece may complete, or empty. */
    private String half = "";

    private int found = NONE;

    /** Creates it for a text made of {@code original}, which may have each of these characters as often as that. */
    public BrokenCharacters(String original) {
        for (int i = 0; i < original.length(); ) {
            int c = original.codePointAt(i);
            if (isBroken(c)) {
                allowed.merge(c, 1, Integer::sum);
            }
            i += Character.charCount(c);
        }
    }

    /**
     * Takes the next piece of the text, and returns what may be shown of it and of what was held back before: all, but for half
     * a surrogate pair at its end, which is held back; or what comes before the first broken character, and nothing from then
     * on.
     */
    public String next(String piece) {
        if (found != NONE) {
            return "";
        }
        String text = half + piece;
        int last = text.length() - 1;
        boolean halved = last >= 0 && Character.isHighSurrogate(text.charAt(last));
        half = halved ? text.substring(last) : "";
        return sound(halved ? text.substring(0, last) : text);
    }

    /** Ends the text, and returns what was held back and may be shown. */
    public String finish() {
        String last = half;
        half = "";
        return found == NONE ? sound(last) : "";
    }

    /** Returns the first broken character found so far, as a code point. */
    public OptionalInt found() {
        return found == NONE ? OptionalInt.empty() : OptionalInt.of(found);
    }

    private String sound(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isBroken(c) && allowed.merge(c, -1, Integer::sum) < 0) {
                found = c;
                return text.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return text;
    }

    private static boolean isBroken(int c) {
        return c == 0xFFFD || isControl(c) || isHalf(c) || isNoncharacter(c) || isFormat(c);
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static boolean isNoncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }

    /** Embeddings and overrides, isolates and deprecated format characters, byte order mark, annotation. */
    private static boolean isFormat(int c) {
        return (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x206F)
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFB);
    }
}
