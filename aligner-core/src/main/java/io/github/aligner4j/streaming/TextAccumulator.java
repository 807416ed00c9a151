package io.github.aligner4j.streaming;

import java.util.concurrent.Executor;

/**
 * A text that grows on one thread and is looked at on another, again and again, but never by two threads at once.
 *
 * <p>Whoever appends only leaves a note: the executor's thread comes when the text has grown by a step, and goes after one
 * look, so that a text holds a thread no longer than needed and others get their turn. Steps grow with what is looked at, so
 * that all looks together take time in proportion to the text. A look that throws was the last.
 */
public final class TextAccumulator {

    private static final int LOOKS_PER_LENGTH = 16;

    private final Object lock = new Object();
    private final StringBuilder text = new StringBuilder();
    private final int step;
    private final int maxShown;
    private final Executor executor;
    private final Look look;
    private int start;
    private int nextLook;
    private boolean looking;
    private boolean closed;

    /** Is shown the text, or its beginning. */
    @FunctionalInterface
    public interface Look {

        /**
         * Looks at the text so far.
         *
         * @return how many characters at its beginning need not be shown again; if any, the next look is due at once
         */
        int at(String text);
    }

    /**
     * Creates it; the first look is due with the first piece, even an empty one.
     *
     * @param step characters by which the text grows at least from one look to the next
     * @param maxShown characters that are shown at most
     * @param executor runs the looks
     * @param look is shown the text
     */
    public TextAccumulator(int step, int maxShown, Executor executor, Look look) {
        this.step = step;
        this.maxShown = maxShown;
        this.executor = executor;
        this.look = look;
    }

    public void append(String piece) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            text.append(piece);
            if (looking || !isDue()) {
                return;
            }
            looking = true;
        }
        submit();
    }

    /** No look begins after this; one that has begun goes on. */
    public void close() {
        synchronized (lock) {
            closed = true;
            text.setLength(0);
        }
    }

    private boolean isDue() {
        return text.length() >= nextLook;
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (Throwable e) {
            // An executor that takes no more tasks: nothing is done ahead, and all is done at the end.
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
            nextLook = text.length() + Math.max(step, shown.length() / LOOKS_PER_LENGTH);
        }
        int done = look(shown);
        synchronized (lock) {
            if (closed) {
                return;
            }
            drop(done);
            looking = done > 0 || isDue();
            if (!looking) {
                return;
            }
        }
        submit();
    }

    /** Moves the rest to the front only when it is the smaller half, so that each character is moved once at most. */
    private void drop(int characters) {
        start += characters;
        if (start > text.length() / 2) {
            text.delete(0, start);
            nextLook -= start;
            start = 0;
        }
    }

    private int look(String shown) {
        try {
            return look.at(shown);
        } catch (Throwable e) {
            // What fails ahead is tried again at the end, where there is someone to tell.
            close();
            return 0;
        }
    }
}
