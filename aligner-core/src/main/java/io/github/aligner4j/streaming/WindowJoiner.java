// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.streaming;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.text.LineBreaks;
import io.github.aligner4j.text.LineMarkers;

/**
 * Joins corrected windows and the white space between them, and streams the result. White space is held back until words follow
 * it, because a deleted window takes some along:
 *
 * <ul>
 *   <li>of the white space before and after it, that with more line breaks stays, so that no two lines, paragraphs or list items
 *       are joined, and the next line keeps its indentation;
 *   <li>if its line goes on, the white space before it stays, and if it began the line, the line's list marker as well;
 *   <li>at the end of the answer, the white space after it stays.
 * </ul>
 *
 * <p>For one thread.
 */
public final class WindowJoiner {

    private final CorrectionContext context;
    private final StringBuilder corrected = new StringBuilder();

    /** White space and marker that are held back, up to the last window that was not deleted or the last one that was. */
    private final StringBuilder space = new StringBuilder();

    /** White space after a deleted window. */
    private final StringBuilder after = new StringBuilder();

    private String marker = "";
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

    /**
     * Appends the correction of a window; a context that is streaming has had its text already.
     *
     * @param original the window's words before the correction
     */
    public void corrected(String original, String words) {
        if (words.isBlank()) {
            space.setLength(spaceBefore);
            delete(original);
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
        emitSpace();
        emit(words);
        spaceBefore = 0;
    }

    /** Appends the white space of the answer that follows the windows so far. */
    public void space(String text) {
        (deleted ? after : space).append(text);
        spaceBefore = space.length();
    }

    /** Returns the whole text, with the white space at its end. */
    public String finish() {
        emit((deleted ? after : space).toString());
        return corrected.toString();
    }

    private void appendWords(String chunk) {
        String words = chunk.stripTrailing();
        if (words.isEmpty()) {
            space.append(chunk);
            return;
        }
        emitSpace();
        emit(words);
        space.append(chunk, words.length(), chunk.length());
    }

    private void delete(String original) {
        joinSpace();
        deleted = true;
        if (marker.isEmpty() && (corrected.isEmpty() || LineBreaks.count(space) > 0)) {
            marker = LineMarkers.of(original);
        }
    }

    /** Emits the white space that is held back, after which words follow. */
    private void emitSpace() {
        joinSpace();
        emit(space.append(marker).toString());
        space.setLength(0);
        marker = "";
    }

    /** Joins the white space before and after a deleted window. */
    private void joinSpace() {
        if (deleted) {
            String joined = LineBreaks.around(space, after, corrected.isEmpty());
            space.setLength(0);
            space.append(joined);
            marker = LineBreaks.count(after) > 0 ? "" : marker;
        }
        after.setLength(0);
        spaceBefore = space.length();
        deleted = false;
    }

    private void emit(String text) {
        corrected.append(text);
        context.emit(text);
    }
}
