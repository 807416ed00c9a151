// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The call of one layer in the mode {@link LayerMode#SHADOW}, on the thread that begins it: with a cancellation and a deadline of its
 * own, and nothing of the answer's caller. The thread is interrupted only while the call is open, and leaves it without an interrupt.
 */
final class ShadowCall implements AutoCloseable {

    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private final Object lock = new Object();
    private final Cancellation cancellation = Cancellation.create();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> timedOut;
    private final Instant deadline;
    private final Consumer<ShadowCall> onClose;
    private @Nullable Thread thread = Thread.currentThread();
    private volatile boolean late;

    ShadowCall(Duration timeout, Consumer<ShadowCall> onClose) {
        Duration limit = timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT;
        this.deadline = Instant.now().plus(limit);
        this.onClose = onClose;
        this.timedOut = ended.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).exceptionallyAsync(e -> {
            late = true;
            cancel();
            return null;
        });
    }

    /** Returns the context of the call. */
    CorrectionContext context(OptionalInt maxNewTokens) {
        CorrectionContext context =
                CorrectionContext.DEFAULT.withCancellation(cancellation).withDeadline(deadline);
        return maxNewTokens.isPresent() ? context.withMaxNewTokens(maxNewTokens.getAsInt()) : context;
    }

    /** Returns true if the call was cancelled because its time was over. */
    boolean late() {
        return late;
    }

    /** Cancels the call and interrupts its thread. */
    void cancel() {
        cancellation.cancel();
        synchronized (lock) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
        synchronized (lock) {
            thread = null;
        }
        ended.complete(null);
        timedOut.cancel(false);
        Thread.interrupted();
    }
}
