// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which one call can end early.
 *
 * @param cancellation cancels the call
 * @param deadline the instant at which the caller gives up, or null
 * @param clock the clock that deadlines are compared with
 */
record Call(Cancellation cancellation, @Nullable Instant deadline, InstantSource clock) {

    /**
     * Returns if the call is still wanted.
     *
     * @throws CorrectionCancelledException if it is cancelled or its thread interrupted
     * @throws DeadlineExceededException if the deadline has passed
     */
    void requireWanted(String doing) {
        cancellation.throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(doing);
        }
        if (deadline != null && !clock.instant().isBefore(deadline)) {
            throw tooLate(doing);
        }
    }

    /** Returns the shorter of {@code limit} and the time to the deadline, at least 0. */
    Duration atMost(Duration limit) {
        Instant now = clock.instant();
        if (deadline == null || deadline.isAfter(now.plus(limit))) {
            return limit;
        }
        Duration left = Duration.between(now, deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns true if {@code duration} from now is before the deadline. */
    boolean allows(Duration duration) {
        return deadline == null || clock.instant().plus(duration).isBefore(deadline);
    }

    /** Returns the exception for a deadline that passed. */
    DeadlineExceededException tooLate(String doing) {
        return new DeadlineExceededException(
                "the deadline passed while " + doing + "; allow more time, or use a faster engine");
    }

    /** Returns the exception for an interrupt, and keeps the thread's flag set. */
    static CorrectionCancelledException interrupted(String doing) {
        Thread.currentThread().interrupt();
        return new CorrectionCancelledException("the caller was interrupted while " + doing);
    }
}
