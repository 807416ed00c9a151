// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.text.SentenceWindows;
import org.jspecify.annotations.Nullable;

/**
 * Splits an answer that still grows into finished sentences and whole blocks, in linear time. The segments, joined, are the answer.
 * For one thread at a time.
 */
final class SentenceSplitter {

    /** The maximum number of characters of sentences that are corrected together. */
    static final int MAX_SEGMENT = 1_000;

    private static final int MAX_SHOWN = MAX_SEGMENT + 256;
    private static final int LOOKS_PER_LENGTH = 16;
    private static final int MAX_STEP = 32;

    private final StringBuilder text = new StringBuilder();
    private final BlockScanner blocks = new BlockScanner(text);
    private int start;
    private int nextLook;
    private long inspected;

    /**
     * A piece of the answer.
     *
     * @param text the piece
     * @param block true if it is a code fence, a JSON value, or what may be one
     */
    record Segment(String text, boolean block) {}

    void append(String chunk) {
        text.append(chunk);
    }

    /** Returns the number of characters of the segments so far. */
    int consumed() {
        return start;
    }

    /** Returns the number of characters that were inspected so far, repetitions included. */
    long inspected() {
        return inspected;
    }

    /** Replaces the text after the segments so far. */
    void replaceRest(String rest) {
        boolean lineStart = start == 0 || text.charAt(start - 1) == '\n';
        text.setLength(start);
        text.append(rest);
        blocks.restart(start, lineStart);
        nextLook = 0;
    }

    /** Returns the number of characters without which there is no segment. */
    int missing() {
        return Math.max(1, nextLook - (text.length() - start));
    }

    /** Returns true if all of the text so far is in segments. */
    boolean ended() {
        return start == text.length();
    }

    /** Returns the next segment that is finished; null if there is none yet. */
    @Nullable Segment next() {
        blocks.scan();
        if (blocks.blockStart() == start && blocks.isClosed()) {
            return block();
        }
        int limit = blocks.blockStart() == BlockScanner.NONE ? text.length() : blocks.blockStart();
        if (blocks.isClosed() && limit - start <= MAX_SEGMENT) {
            return take(limit, false);
        }
        if (limit - start < nextLook && !blocks.isClosed()) {
            return null;
        }
        Segment sentences = sentences(limit);
        return sentences == null && blocks.isClosed() ? take(limit, false) : sentences;
    }

    /** Returns the next segment of a text that does not grow any more; null if there is none. */
    @Nullable Segment last() {
        blocks.end();
        int limit = blocks.isClosed() ? blocks.blockStart() : text.length();
        if (start == text.length()) {
            return null;
        }
        if (limit == start) {
            return block();
        }
        Segment sentences = limit - start > MAX_SHOWN ? sentences(limit) : null;
        return sentences == null ? take(limit, false) : sentences;
    }

    private @Nullable Segment sentences(int limit) {
        int shown = Math.min(limit - start, MAX_SHOWN);
        inspected += shown;
        int finished = SentenceWindows.finished(text.substring(start, start + shown), MAX_SEGMENT);
        if (finished == 0) {
            nextLook = shown + Math.min(MAX_STEP, shown / LOOKS_PER_LENGTH + 1);
            return null;
        }
        return take(start + finished, false);
    }

    private Segment block() {
        Segment block = take(blocks.blockEnd(), true);
        blocks.next();
        return block;
    }

    private Segment take(int end, boolean block) {
        Segment segment = new Segment(text.substring(start, end), block);
        start = end;
        nextLook = 0;
        return segment;
    }
}
