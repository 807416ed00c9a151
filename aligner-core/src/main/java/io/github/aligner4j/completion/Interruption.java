package io.github.aligner4j.completion;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Cancellation.Registration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that made it when a call is cancelled or takes too long, until it is closed: for calls that only an
 * interruption ends.
 */
final class Interruption implements AutoCloseable {

    /** Nobody waits longer, and timers can't. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Object lock = new Object();
    private final Thread caller = Thread.currentThread();
    private final Registration cancelling;
    private final CompletableFuture<Void> timer = new CompletableFuture<>();
    private boolean closed;
    private boolean interrupted;
    private boolean late;

    /**
     * Creates it.
     *
     * @param cancellation ends the call
     * @param timeout ends it as well, or null for no end
     */
    Interruption(Cancellation cancellation, @Nullable Duration timeout) {
        this.cancelling = cancellation.onCancel(() -> interrupt(false));
        if (timeout != null && timeout.compareTo(LONGEST) < 0) {
            long millis = Math.max(1, timeout.toMillis());
            CompletableFuture<Void> unused = timer.orTimeout(millis, TimeUnit.MILLISECONDS)
                    .whenComplete((done, expired) -> {
                        if (expired != null) {
                            interrupt(true);
                        }
                    });
        }
    }

    private void interrupt(boolean byTimer) {
        synchronized (lock) {
            if (!closed) {
                interrupted = true;
                late |= byTimer;
                caller.interrupt();
            }
        }
    }

    /** Returns whether the call took too long. */
    boolean isLate() {
        synchronized (lock) {
            return late;
        }
    }

    /** Forgets the call, and takes back an interruption that was this one's. */
    @Override
    public void close() {
        cancelling.close();
        timer.complete(null);
        synchronized (lock) {
            closed = true;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }
}
