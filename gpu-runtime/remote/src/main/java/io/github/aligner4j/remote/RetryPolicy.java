// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Incubating;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * Limits of sending a request again. Only failures that leave the answer open are retried: no connection, one that broke before any
 * text reached the listener, and the statuses 429, 502 and 503. The delays double from {@code firstDelay} to {@code maxDelay}, with
 * a random share of half of each, and are at least the engine's {@code Retry-After}.
 *
 * @param maxAttempts the maximum number of times that a request is sent, at least 1
 * @param firstDelay the delay before the second attempt
 * @param maxDelay the maximum delay
 * @param maxElapsed the time after which a call is not sent again, and the longest wait for a URL that is not ejected
 */
@Incubating
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration maxDelay, Duration maxElapsed) {

    /** Five attempts, from 250 ms to 5 s apart, within 30 s. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** One attempt. */
    public static final RetryPolicy NONE =
            new RetryPolicy(1, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ZERO);

    private static final double JITTER = 0.5;

    /** Checks the limits. */
    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("max-attempts must be at least 1, but was " + maxAttempts);
        }
        if (firstDelay.toMillis() < 1 || maxDelay.compareTo(firstDelay) < 0 || maxElapsed.isNegative()) {
            throw new IllegalArgumentException("delays must be at least 1 ms and in order, but were " + firstDelay
                    + ", " + maxDelay + " and " + maxElapsed);
        }
    }

    /** Returns the delays by number of attempts, from 1. */
    IntervalFunction delays() {
        return IntervalFunction.ofExponentialRandomBackoff(firstDelay, 2.0, JITTER, maxDelay);
    }
}
