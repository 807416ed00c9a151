// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lets one thread cancel a call that another thread waits for. Safe for use by several threads; cancelling is final, and
 * cancelling again does nothing.
 */
public final class Cancellation {

    private static final Logger LOG = System.getLogger(Cancellation.class.getName());

    private final Object lock = new Object();
    private final boolean possible;
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean cancelled;

    private Cancellation(boolean possible) {
        this.possible = possible;
    }

    /** Returns a cancellation that has not been cancelled. */
    public static Cancellation create() {
        return new Cancellation(true);
    }

    /** Returns a cancellation that can't be cancelled and keeps no actions. */
    public static Cancellation never() {
        return new Cancellation(false);
    }

    /**
     * Cancels and runs the registered actions on this thread. Exceptions that they throw are logged.
     *
     * @throws IllegalStateException if this is {@link #never()}
     */
    public void cancel() {
        if (!possible) {
            throw new IllegalStateException("this call cannot be cancelled: it was started with Cancellation.never()");
        }
        List<Runnable> due;
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Cancellation::run);
    }

    /** Runs one action; an exception keeps neither the other actions nor the caller from going on. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.WARNING,
                    "an action of a cancellation failed with " + e.getClass().getName());
        }
    }

    /** Returns true if {@link #cancel()} was called. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs {@code action} when cancelled; at once if already cancelled.
     *
     * @return removes the action when it is closed; closing it again does nothing
     */
    public Registration onCancel(Runnable action) {
        Objects.requireNonNull(action, "action");
        if (!possible) {
            return () -> {};
        }
        synchronized (lock) {
            if (!cancelled) {
                actions.add(action);
                return () -> remove(action);
            }
        }
        run(action);
        return () -> {};
    }

    /**
     * Returns if not cancelled.
     *
     * @throws CorrectionCancelledException if cancelled
     */
    public void throwIfCancelled() {
        if (cancelled) {
            throw new CorrectionCancelledException("the call was cancelled by its caller");
        }
    }

    private void remove(Runnable action) {
        synchronized (lock) {
            actions.remove(action);
        }
    }

    /** The registration of an action. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        @Override
        void close();
    }
}
