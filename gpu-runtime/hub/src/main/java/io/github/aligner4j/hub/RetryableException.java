// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown within this package when an attempt failed in a way that another attempt may heal. */
final class RetryableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    RetryableException(String problem) {
        super(problem);
        this.retryAfter = null;
    }

    RetryableException(String problem, @Nullable Duration retryAfter) {
        super(problem);
        this.retryAfter = retryAfter;
    }

    RetryableException(String problem, Throwable cause) {
        super(problem, cause);
        this.retryAfter = null;
    }

    /** Returns the delay that the server asked for, null for none. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
