// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The rules by which a call is repeated.
 *
 * @param attempts the maximum number of times that a verdict is asked for if replies are none, at least 1
 * @param maxFailures the maximum number of times that a call is repeated after failures that may pass, at least 0
 * @param firstPause the pause before the first repetition; each later one is twice as long, and all vary by a quarter
 * @param maxPause the longest pause
 */
public record Retries(int attempts, int maxFailures, Duration firstPause, Duration maxPause) {

    /** Three attempts, and six repetitions within about a minute. */
    public static final Retries DEFAULT = new Retries(3, 6, Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Checks the numbers. */
    public Retries {
        if (attempts < 1) {
            throw new IllegalArgumentException("a verdict needs at least 1 attempt, but has " + attempts);
        }
        if (maxFailures < 0) {
            throw new IllegalArgumentException("repetitions must be at least 0, but were " + maxFailures);
        }
    }

    /** Returns a copy with another maximum number of attempts. */
    public Retries withAttempts(int attempts) {
        return new Retries(attempts, maxFailures, firstPause, maxPause);
    }

    /** Returns the pause before a repetition, counted from 0. */
    Duration pause(int repetition) {
        double factor = Math.pow(2, repetition) * ThreadLocalRandom.current().nextDouble(0.75, 1.25);
        long millis = (long) (firstPause.toMillis() * factor);
        return Duration.ofMillis(Math.min(millis, maxPause.toMillis()));
    }
}
