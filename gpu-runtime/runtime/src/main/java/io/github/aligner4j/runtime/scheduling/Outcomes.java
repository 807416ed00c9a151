package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.runtime.generation.Generation;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Tells callers how their requests ended, and counts. Safe for use by several threads. */
final class Outcomes {

    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile Optional<String> lastError = Optional.empty();

    void complete(QueuedRequest request, Generation generation) {
        completed.incrementAndGet();
        request.events().add(new RequestEvent.Completed(generation));
    }

    /** Ends a request without a completion; one that its own caller ended is not counted. */
    void fail(QueuedRequest request, RuntimeException cause) {
        if (!(cause instanceof CorrectionCancelledException)) {
            failed.incrementAndGet();
            lastError = Optional.of(String.valueOf(cause.getMessage()));
        }
        request.events().add(new RequestEvent.Failed(cause));
    }

    long completed() {
        return completed.get();
    }

    long failed() {
        return failed.get();
    }

    /** Message of the latest of the failed. */
    Optional<String> lastError() {
        return lastError;
    }
}
