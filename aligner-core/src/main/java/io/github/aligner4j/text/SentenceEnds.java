// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * The ends of the sentences of a text, as the JDK's {@link BreakIterator} finds them, but never before the mark that ends a
 * sentence or the white space after it: the JDK's finds ends there if a dash follows, as in {@code "Go.  - Stop."}. For one thread.
 */
final class SentenceEnds {

    /** Returned after the last end. */
    static final int DONE = BreakIterator.DONE;

    private final BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
    private String text = "";

    /** Begins a text. */
    void setText(String text) {
        this.text = text;
        ends.setText(text);
    }

    /** Returns the next end, or {@link #DONE}. */
    int next() {
        int end = ends.next();
        while (end != DONE && isInside(end)) {
            end = ends.next();
        }
        return end;
    }

    private boolean isInside(int end) {
        return end < text.length()
                && ".!? \t".indexOf(text.charAt(end)) >= 0
                && !Character.isWhitespace(text.charAt(end - 1));
    }
}
