package io.github.aligner4j;

import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * A text that grows on one thread and is looked at on another, again and again, but never by two threads at once.
 *
 * <p>Whoever appends only leaves a note: the executor's thread comes when the text has grown by a step, and goes after one
 * look, so that a text holds a thread no longer than needed and others get their turn. A look that throws was the last.
 */
final class GrowingText {

    private final Object lock = new Object();
    private final StringBuilder text = new StringBuilder();
    private final int step;
    private final Executor executor;
    private final Predicate<String> look;
    private int seen;
    private boolean looking;
    private boolean closed;

    /**
     * Creates it; the first look is due with the first piece, even an empty one.
     *
     * @param step characters by which the text grows from one look to the next
     * @param executor runs the looks
     * @param look is shown the text so far, and returns whether it wants to see it again at once
     */
    GrowingText(int step, Executor executor, Predicate<String> look) {
        this.step = step;
        this.executor = executor;
        this.look = look;
        this.seen = -step;
    }

    void append(String piece) {
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
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    private boolean isDue() {
        return text.length() - seen >= step;
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RuntimeException e) {
            // An executor that takes no more tasks: nothing is done ahead, and all is done at the end.
            close();
        }
    }

    private void run() {
        String now;
        synchronized (lock) {
            if (closed) {
                return;
            }
            now = text.toString();
            seen = now.length();
        }
        boolean again = look(now);
        synchronized (lock) {
            looking = !closed && (again || isDue());
            if (!looking) {
                return;
            }
        }
        submit();
    }

    private boolean look(String now) {
        try {
            return look.test(now);
        } catch (RuntimeException e) {
            // What fails ahead is tried again at the end, where there is someone to tell.
            close();
            return false;
        }
    }
}
