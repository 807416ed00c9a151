// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds broken characters of which a text has more than its original: the replacement character U+FFFD, halves of surrogate pairs,
 * control characters other than tabs and line breaks, noncharacters, and invisible characters that change the display of the text
 * around them (bidirectional overrides and isolates, byte order marks, annotations). Joiners and direction marks, which scripts
 * need, are not among them. For one text, in chunks.
 */
public final class BrokenCharacters {

    private static final int NONE = -1;

    private final Map<Integer, Integer> allowed = new HashMap<>();

    /** Half a surrogate pair that the next chunk may complete, or empty. */
    private String half = "";

    private int found = NONE;

    /** Creates it for a revision of {@code original}, which may have each of these characters as often as that. */
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
     * Reads the next chunk and returns the text that may be shown: everything except half a surrogate pair at the end, which is
     * held back; or the text before the first broken character, and nothing after it.
     */
    public String next(String chunk) {
        if (found != NONE) {
            return "";
        }
        String text = half + chunk;
        int last = text.length() - 1;
        boolean halved = last >= 0 && Character.isHighSurrogate(text.charAt(last));
        half = halved ? text.substring(last) : "";
        return sound(halved ? text.substring(0, last) : text);
    }

    /** Ends the text and returns the held-back text that may be shown. */
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
