// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.streaming;

import io.github.aligner4j.CorrectionContext;

/**
 * Joins corrected windows and the white space between them, and streams the result. White space is held back until words follow
 * it, so that the white space after a deleted window can be deleted too. For one thread.
 */
public final class WindowJoiner {

    private final CorrectionContext context;
    private final StringBuilder corrected = new StringBuilder();
    private final StringBuilder space = new StringBuilder();
    private int spaceBefore;
    private boolean deleted;

    /** Creates a joiner that streams to the listener of {@code context}, if it has one. */
    public WindowJoiner(CorrectionContext context) {
        this.context = context;
    }

    /** Returns the context of a window, whose text is streamed after the windows and the white space so far. */
    public CorrectionContext next() {
        return context.isStreaming() ? context.withListener(this::appendWords) : context;
    }

    /** Appends the correction of a window; a context that is streaming has had its text already. */
    public void corrected(String words) {
        deleted = words.isBlank();
        if (deleted) {
            space.setLength(spaceBefore);
            return;
        }
        if (!context.isStreaming()) {
            appendWords(words);
        }
        // White space at the end of a correction is left over from a deletion; the answer's own white space follows.
        space.setLength(0);
        spaceBefore = 0;
    }

    /** Appends a window as it is, and streams it. */
    public void kept(String words) {
        deleted = false;
        emit(space.toString());
        emit(words);
        space.setLength(0);
        spaceBefore = 0;
    }

    /** Appends the white space of the answer that follows the windows so far. */
    public void space(String text) {
        if (!deleted) {
            space.append(text);
        }
        spaceBefore = space.length();
    }

    /** Returns the whole text, with the white space at its end. */
    public String finish() {
        if (!deleted) {
            emit(space.toString());
        }
        return corrected.toString();
    }

    private void appendWords(String chunk) {
        String words = chunk.stripTrailing();
        if (words.isEmpty()) {
            space.append(chunk);
            return;
        }
        emit(space.toString());
        emit(words);
        space.setLength(0);
        space.append(chunk, words.length(), chunk.length());
    }

    private void emit(String text) {
        corrected.append(text);
        context.emit(text);
    }
}
