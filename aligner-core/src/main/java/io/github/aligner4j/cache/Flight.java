// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cache;

import io.github.aligner4j.Cancellation.Registration;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.DeadlineExceededException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A correction that one thread is making and for which threads with identical requests wait. */
final class Flight {

    private final Thread thread = Thread.currentThread();
    private final CompletableFuture<Optional<CachedAnswer>> result = new CompletableFuture<>();

    /** Ends the flight; an answer of null says that no correction was made. */
    void end(@Nullable CachedAnswer answer) {
        result.complete(Optional.ofNullable(answer));
    }

    /** Returns true if the current thread makes the correction itself, so that it would wait for ever. */
    boolean isOwn() {
        return thread == Thread.currentThread();
    }

    /**
     * Waits for the end of the flight, for as long as {@code context} lets its caller wait.
     *
     * @return the correction; empty if none was made
     */
    Optional<CachedAnswer> await(CorrectionContext context) {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Registration registration = context.cancellation().onCancel(() -> cancelled.complete(null));
        try (registration) {
            CompletableFuture.anyOf(result, cancelled).get(nanosLeft(context), TimeUnit.NANOSECONDS);
            context.cancellation().throwIfCancelled();
            return result.join();
        } catch (TimeoutException e) {
            throw new DeadlineExceededException(
                    "the deadline passed while the call waited for the correction of an identical request");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException(
                    "the caller was interrupted while it waited for the correction of an identical request");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a flight never ends with an exception", e);
        }
    }

    private static long nanosLeft(CorrectionContext context) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        Duration left = context.deadline()
                .map(deadline -> Duration.between(Instant.now(), deadline))
                .orElse(longest);
        return left.compareTo(longest) > 0 ? Long.MAX_VALUE : Math.max(0, left.toNanos());
    }
}
