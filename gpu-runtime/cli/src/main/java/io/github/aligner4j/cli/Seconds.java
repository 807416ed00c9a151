package io.github.aligner4j.cli;

import java.time.Duration;

/** Durations as JSON has them. */
final class Seconds {

    private Seconds() {}

    static double of(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
