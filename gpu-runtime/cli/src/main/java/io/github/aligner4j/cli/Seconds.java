// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.time.Duration;

/** Durations as seconds, for JSON. */
final class Seconds {

    private Seconds() {}

    static double of(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
