// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.generation.Generation;
import java.time.Duration;

/**
 * One completion, as measured by its caller.
 *
 * @param latency time from the call to its return
 * @param generation its result
 */
record Sample(Duration latency, Generation generation) {

    int promptTokens() {
        return generation.completion().usage().promptTokens();
    }

    int tokens() {
        return generation.tokenIds().size();
    }

    double seconds() {
        return seconds(latency);
    }

    /** Returns the time of the prefill, including the pass that generated the first token. */
    double prefillSeconds() {
        return seconds(generation.completion().timings().prefill());
    }

    /** Returns the time of the passes after the prefill. */
    double decodeSeconds() {
        return seconds(generation.completion().timings().decode());
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
