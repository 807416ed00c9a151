// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The boundaries between a text's user-perceived characters: never within a surrogate pair, a line break, a letter with its marks, a
 * Hangul syllable, an emoji sequence, a flag, or an Indic conjunct.
 *
 * <p>These are the extended grapheme clusters of Unicode Standard Annex 29 as the JDK's {@code \X} matches them, and conjuncts,
 * which only newer JDKs match. A cluster of more than {@value #MAX_CLUSTER} characters, which no writing system has, is split
 * after that many, between its code points. Immutable; computed in linear time.
 */
public final class GraphemeClusters {

    private static final int MAX_CLUSTER = 64;
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** Viramas, which join the letters before and after them. */
    private static final String LINKERS =
            "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u17D2\u1A60\u1B44\uA9C0";

    private static final char ZERO_WIDTH_JOINER = '\u200D';

    private final String text;
    private final BitSet boundaries;

    private GraphemeClusters(String text) {
        this.text = text;
        this.boundaries = new BitSet(text.length() + 1);
    }

    /** Returns the clusters of {@code text}. */
    public static GraphemeClusters of(String text) {
        GraphemeClusters clusters = new GraphemeClusters(text);
        clusters.find();
        return clusters;
    }

    /** Returns true if there is a boundary before the character at {@code index}, or the text ends there. */
    public boolean isBoundary(int index) {
        return boundaries.get(index);
    }

    /** Returns the last boundary at or before {@code index}. */
    public int floor(int index) {
        return boundaries.previousSetBit(index);
    }

    /** Returns the first boundary at or after {@code index}. */
    public int ceiling(int index) {
        return boundaries.nextSetBit(index);
    }

    private void find() {
        Matcher matcher = CLUSTER.matcher(text);
        int start = 0;
        boundaries.set(0);
        while (start < text.length()) {
            int end = isPlain(start) ? start + 1 : clusterEnd(matcher, start);
            for (int i = start + MAX_CLUSTER; i < end; i++) {
                boundaries.set(i, !isInsidePair(i));
            }
            boundaries.set(end);
            start = end;
        }
    }

    /** Returns true if the character at {@code index} can't be joined to the next one, which holds for most. */
    private boolean isPlain(int index) {
        char c = text.charAt(index);
        return c < 0x80 && c != '\r' && (index + 1 == text.length() || text.charAt(index + 1) < 0x80);
    }

    private int clusterEnd(Matcher matcher, int start) {
        int end = start;
        do {
            matcher.region(end, text.length());
            end = matcher.lookingAt() ? matcher.end() : text.length();
        } while (end - start < MAX_CLUSTER && end < text.length() && isInConjunct(start, end));
        return end;
    }

    private boolean isInConjunct(int start, int index) {
        if (!Character.isLetter(text.codePointAt(index))) {
            return false;
        }
        int last = index - 1;
        while (last > start && isTransparent(text.charAt(last))) {
            last--;
        }
        return LINKERS.indexOf(text.charAt(last)) >= 0;
    }

    private static boolean isTransparent(char c) {
        return c == ZERO_WIDTH_JOINER || (Character.getType(c) == Character.NON_SPACING_MARK && LINKERS.indexOf(c) < 0);
    }

    private boolean isInsidePair(int index) {
        return Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
