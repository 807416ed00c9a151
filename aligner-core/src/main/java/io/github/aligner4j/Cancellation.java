package io.github.aligner4j;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lets one thread end a call that another one waits for.
 *
 * <p>Safe for use by several threads. Cancelling is final and happens once; cancelling again does nothing.
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

    /** Returns a cancellation that has not happened yet. */
    public static Cancellation create() {
        return new Cancellation(true);
    }

    /** Returns a cancellation that never happens and keeps nothing. */
    public static Cancellation never() {
        return new Cancellation(false);
    }

    /**
     * Cancels, running the registered actions on this thread. What an action throws is logged.
     *
     * @throws IllegalStateException if this is a {@link #never()}
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

    /** One action that throws keeps no other from running, nor does it trouble who cancels. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.WARNING,
                    "an action on cancelling a call failed with " + e.getClass().getName());
        }
    }

    /** Returns whether {@link #cancel()} was called. */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs {@code action} when cancelled, at once if that has happened already.
     *
     * @return forgets the action again; closing it twice does no harm
     */
    public Registration onCancel(Runnable action) {
        Objects.requireNonNull(action, "action");
        if (!possible) {
            return () -> {};
        }
        synchronized (lock) {
            if (!cancelled) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        run(action);
        return () -> {};
    }

    /**
     * Returns normally if not cancelled.
     *
     * @throws CorrectionCancelledException if cancelled
     */
    public void throwIfCancelled() {
        if (cancelled) {
            throw new CorrectionCancelledException("the call was cancelled by its caller");
        }
    }

    private void forget(Runnable action) {
        synchronized (lock) {
            actions.remove(action);
        }
    }

    /** An action waiting for a cancellation. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        @Override
        void close();
    }
}
