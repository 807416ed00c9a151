package io.github.aligner4j.streaming;

import io.github.aligner4j.Cancellation.Registration;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A correction that another thread makes ahead.
 *
 * @param words what is corrected
 * @param correction what becomes of it
 */
public record PendingCorrection(String words, CompletableFuture<Correction> correction) {

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final Duration LONGEST = Duration.ofNanos(FOR_EVER);

    /**
     * Waits for the correction, as long as {@code call} may.
     *
     * @return null if it failed, or is not there by the call's deadline: then it is for the caller to find out why
     * @throws CorrectionCancelledException if the call was cancelled or its thread interrupted
     */
    public @Nullable Correction await(CorrectionContext call) {
        Registration cancelling = call.cancellation().onCancel(() -> correction.cancel(false));
        try {
            return correction.get(nanosUntil(call.deadline().orElse(null)), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException("the caller was interrupted while it waited for a correction");
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            call.cancellation().throwIfCancelled();
            return null;
        } finally {
            cancelling.close();
        }
    }

    private static long nanosUntil(@Nullable Instant deadline) {
        if (deadline == null) {
            return FOR_EVER;
        }
        Duration left = Duration.between(Instant.now(), deadline);
        return left.compareTo(LONGEST) < 0 ? Math.max(0, left.toNanos()) : FOR_EVER;
    }
}
