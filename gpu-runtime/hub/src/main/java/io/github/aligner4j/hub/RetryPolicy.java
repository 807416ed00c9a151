// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The number of attempts and the delays between them: doubled each time, with jitter, so that many clients of a hub that was
 * down don't return at once; at least as long as the server asks.
 *
 * @param maxAttempts attempts in a row without progress
 * @param sleeper waits for a delay
 * @param random source of the jitter
 */
record RetryPolicy(int maxAttempts, Sleeper sleeper, RandomGenerator random) {

    static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    private static final int DEFAULT_ATTEMPTS = 5;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 5;

    static RetryPolicy standard() {
        return new RetryPolicy(DEFAULT_ATTEMPTS, Sleeper.THREAD, RandomGenerator.getDefault());
    }

    RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(attempts, sleeper, random);
    }

    /** Returns a counter of attempts for one file or request. */
    Retries start(String what, DownloadListener listener) {
        return new Retries(this, what, listener);
    }

    /** Returns the delay after a number of failures in a row: between half and the whole of the doubled delay. */
    Duration delay(int failures) {
        long whole = FIRST_DELAY.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
