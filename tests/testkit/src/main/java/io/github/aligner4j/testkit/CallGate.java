// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Holds calls while it is closed, until it is opened or a call is cancelled, interrupted or past its deadline. */
final class CallGate {

    private static final long MAX_WAIT_MILLIS = Duration.ofDays(1).toMillis();

    private final Object lock = new Object();
    private boolean closed;

    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    void open() {
        synchronized (lock) {
            closed = false;
            lock.notifyAll();
        }
    }

    /**
     * Waits while this gate is closed.
     *
     * @throws CorrectionCancelledException if the call is cancelled or its thread interrupted
     * @throws DeadlineExceededException if {@code deadline} has passed
     */
    void pass(Cancellation cancellation, @Nullable Instant deadline) {
        Cancellation.Registration waking = cancellation.onCancel(this::wake);
        try (waking) {
            synchronized (lock) {
                check(cancellation, deadline);
                while (closed) {
                    lock.wait(millisUntil(deadline));
                    check(cancellation, deadline);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            check(cancellation, deadline);
        }
    }

    private void wake() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** Throws if the call should end; an interrupt stays pending. */
    static void check(Cancellation cancellation, @Nullable Instant deadline) {
        cancellation.throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException("the caller of the scripted model was interrupted");
        }
        if (deadline != null && !Instant.now().isBefore(deadline)) {
            throw new DeadlineExceededException("the deadline passed before the scripted model answered");
        }
    }

    private static long millisUntil(@Nullable Instant deadline) {
        if (deadline == null) {
            return 0;
        }
        Instant now = Instant.now();
        boolean distant = deadline.isAfter(now.plusMillis(MAX_WAIT_MILLIS));
        return distant
                ? MAX_WAIT_MILLIS
                : Math.max(1, Duration.between(now, deadline).toMillis());
    }
}
