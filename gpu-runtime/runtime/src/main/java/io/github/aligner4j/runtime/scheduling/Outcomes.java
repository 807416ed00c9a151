// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.runtime.generation.Generation;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Posts the outcomes of requests to their callers, and counts them. Safe for use by several threads. */
final class Outcomes {

    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final CompletedWork work = new CompletedWork();
    private volatile @Nullable String lastError;

    void complete(QueuedRequest request, Generation generation) {
        work.add(generation);
        completed.incrementAndGet();
        request.events().add(new RequestEvent.Completed(generation));
    }

    /** Fails a request. A cancellation is not counted as a failure. */
    void fail(QueuedRequest request, RuntimeException cause) {
        if (!(cause instanceof CorrectionCancelledException)) {
            failed.incrementAndGet();
            lastError = String.valueOf(cause.getMessage());
        }
        request.events().add(new RequestEvent.Failed(cause));
    }

    long completed() {
        return completed.get();
    }

    CompletedWork work() {
        return work;
    }

    long failed() {
        return failed.get();
    }

    /** Returns the message of the latest failure, null if there was none. */
    @Nullable String lastError() {
        return lastError;
    }
}
