package io.github.aligner4j.windowed;

import io.github.aligner4j.CorrectionContext;

/**
 * Puts corrected windows together again. White space is held back until words follow it, so that a window that was left out
 * takes the white space after it along. For one thread.
 */
final class WindowJoiner {

    private final CorrectionContext call;
    private final StringBuilder corrected = new StringBuilder();
    private final StringBuilder space = new StringBuilder();
    private int spaceBefore;
    private boolean leftOut;

    WindowJoiner(CorrectionContext call) {
        this.call = call;
    }

    /** Returns the call with which the next window is corrected: what it hears follows what is here. */
    CorrectionContext next() {
        spaceBefore = space.length();
        return call.isStreaming() ? call.withListener(this::pass) : call;
    }

    /** Takes the complete correction of a window, of which nothing or all was heard. */
    void corrected(String words) {
        leftOut = words.isBlank();
        if (leftOut) {
            space.setLength(spaceBefore);
            return;
        }
        if (!call.isStreaming()) {
            pass(words);
        }
        // White space at the end is what a deletion left behind; the answer's own follows.
        space.setLength(0);
    }

    /** Takes white space that follows the windows so far. */
    void space(String text) {
        if (!leftOut) {
            space.append(text);
        }
    }

    /** Returns the whole, with white space at its end. */
    String finish() {
        if (!leftOut) {
            say(space.toString());
        }
        return corrected.toString();
    }

    private void pass(String piece) {
        String words = piece.stripTrailing();
        if (words.isEmpty()) {
            space.append(piece);
            return;
        }
        say(space.toString());
        say(words);
        space.setLength(0);
        space.append(piece, words.length(), piece.length());
    }

    private void say(String text) {
        corrected.append(text);
        call.emit(text);
    }
}
