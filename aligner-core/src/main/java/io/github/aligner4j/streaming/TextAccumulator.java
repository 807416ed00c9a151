// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.streaming;

import java.util.concurrent.Executor;

/**
 * A text that grows on one thread and is inspected on another, repeatedly, but never by two threads at once.
 *
 * <p>{@link #append} only stores the chunk. When the text has grown by a step, a task for one inspection is submitted to the
 * executor, so that a text holds a thread no longer than necessary and others get their turn. Steps grow with the inspected text,
 * so that all inspections together take time in proportion to the text. After an inspection that throws there are no more.
 */
public final class TextAccumulator {

    private static final int INSPECTIONS_PER_LENGTH = 16;

    private final Object lock = new Object();
    private final StringBuilder text = new StringBuilder();
    private final int step;
    private final int maxShown;
    private final Executor executor;
    private final Inspection inspection;
    private int start;
    private int nextInspection;
    private boolean inspecting;
    private boolean closed;

    /** Inspects the text so far, or its beginning. */
    @FunctionalInterface
    public interface Inspection {

        /**
         * Inspects {@code text}.
         *
         * @return the number of characters at its beginning that need not be shown again; if there are any, the next inspection
         *     is due at once
         */
        int inspect(String text);
    }

    /**
     * Creates it; the first inspection is due with the first chunk, even an empty one.
     *
     * @param step the minimum number of characters from one inspection to the next
     * @param maxShown the maximum number of characters shown to an inspection
     * @param executor runs the inspections
     * @param inspection inspects the text
     */
    public TextAccumulator(int step, int maxShown, Executor executor, Inspection inspection) {
        this.step = step;
        this.maxShown = maxShown;
        this.executor = executor;
        this.inspection = inspection;
    }

    /** Appends a chunk. Never blocks and never throws; does nothing after {@link #close}. */
    public void append(String chunk) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            text.append(chunk);
            if (inspecting || !isDue()) {
                return;
            }
            inspecting = true;
        }
        submit();
    }

    /** Ends the inspections; one that is running goes on. */
    public void close() {
        synchronized (lock) {
            closed = true;
            text.setLength(0);
        }
    }

    private boolean isDue() {
        return text.length() >= nextInspection;
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (Throwable e) {
            // The executor rejects tasks: nothing more is done early.
            close();
        }
    }

    private void run() {
        String shown;
        synchronized (lock) {
            if (closed) {
                return;
            }
            shown = text.substring(start, (int) Math.min(text.length(), (long) start + maxShown));
            nextInspection = text.length() + Math.max(step, shown.length() / INSPECTIONS_PER_LENGTH);
        }
        int done = inspect(shown);
        synchronized (lock) {
            if (closed) {
                return;
            }
            drop(done);
            inspecting = done > 0 || isDue();
            if (!inspecting) {
                return;
            }
        }
        submit();
    }

    /** Moves the rest to the front only when it is the smaller half, so that each character is moved at most once. */
    private void drop(int characters) {
        start += characters;
        if (start > text.length() / 2) {
            text.delete(0, start);
            nextInspection -= start;
            start = 0;
        }
    }

    private int inspect(String shown) {
        try {
            return inspection.inspect(shown);
        } catch (Throwable e) {
            // Work that fails early is repeated on the complete answer, where a failure reaches the caller.
            close();
            return 0;
        }
    }
}
