// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Cancellation.Registration;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Corrections of windows that one thread makes early and another one takes, in order if windows have equal text. */
final class EarlyCorrections {

    private static final Duration MAX_WAIT = Duration.ofNanos(Long.MAX_VALUE);

    private final Map<String, Deque<CompletableFuture<Correction>>> byText = new HashMap<>();

    /** Corrects {@code window} by {@code aligner}. A failure is thrown here, and means later that there is no correction. */
    void correct(Aligner aligner, CorrectionRequest window, CorrectionContext context) {
        CompletableFuture<Correction> pending = begin(window.answer());
        try {
            pending.complete(AlignerCall.correct(aligner, window, context));
        } catch (Throwable e) {
            pending.completeExceptionally(e);
            throw e;
        }
    }

    /** Registers a correction of {@code text}. */
    CompletableFuture<Correction> begin(String text) {
        CompletableFuture<Correction> pending = new CompletableFuture<>();
        synchronized (byText) {
            byText.computeIfAbsent(text, key -> new ArrayDeque<>()).add(pending);
        }
        return pending;
    }

    /**
     * Removes and returns the next correction of {@code text}. If it is still running, waits for it until the cancellation or
     * the deadline of {@code context}.
     *
     * @return null if there is none, it failed, or it was not finished by the deadline
     * @throws CorrectionCancelledException if the call was cancelled or its thread interrupted
     */
    @Nullable Correction take(String text, CorrectionContext context) {
        CompletableFuture<Correction> pending;
        synchronized (byText) {
            Deque<CompletableFuture<Correction>> equal = byText.get(text);
            pending = equal == null ? null : equal.poll();
        }
        return pending == null ? null : await(pending, context);
    }

    private static @Nullable Correction await(CompletableFuture<Correction> pending, CorrectionContext context) {
        Registration cancelling = context.cancellation().onCancel(() -> pending.cancel(false));
        try {
            return pending.get(nanosUntil(context.deadline().orElse(null)), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException("the caller was interrupted while it waited for a correction");
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            context.cancellation().throwIfCancelled();
            return null;
        } finally {
            cancelling.close();
        }
    }

    private static long nanosUntil(@Nullable Instant deadline) {
        if (deadline == null) {
            return Long.MAX_VALUE;
        }
        Duration left = Duration.between(Instant.now(), deadline);
        return left.compareTo(MAX_WAIT) < 0 ? Math.max(0, left.toNanos()) : Long.MAX_VALUE;
    }
}
