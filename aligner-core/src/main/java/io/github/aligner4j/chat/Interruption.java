// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chat;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Cancellation.Registration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that created it when a call is cancelled or exceeds its timeout, until it is closed. For calls that
 * nothing but an interrupt can end.
 */
final class Interruption implements AutoCloseable {

    /** The longest timeout that gets a timer. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(3650);

    private final Object lock = new Object();
    private final Thread caller = Thread.currentThread();
    private final Registration registration;
    private final CompletableFuture<Void> timer = new CompletableFuture<>();
    private boolean closed;
    private boolean interrupted;
    private boolean timedOut;

    /**
     * Starts watching a call of the current thread.
     *
     * @param cancellation cancels the call
     * @param timeout the time until the call is interrupted, or null for no timeout
     */
    Interruption(Cancellation cancellation, @Nullable Duration timeout) {
        this.registration = cancellation.onCancel(() -> interrupt(false));
        if (timeout != null && timeout.compareTo(MAX_TIMEOUT) < 0) {
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
                timedOut |= byTimer;
                caller.interrupt();
            }
        }
    }

    /** Returns true if the call exceeded its timeout. */
    boolean isTimedOut() {
        synchronized (lock) {
            return timedOut;
        }
    }

    /** Stops watching, and clears the thread's interrupt flag if this set it. */
    @Override
    public void close() {
        registration.close();
        timer.complete(null);
        synchronized (lock) {
            closed = true;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }
}
