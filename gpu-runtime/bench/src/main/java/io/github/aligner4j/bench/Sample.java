package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.generation.Generation;
import java.time.Duration;

/**
 * One completion as its caller saw it.
 *
 * @param latency from the call to its return
 * @param generation what came of it
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

    /** Time of the passes that read the prompt, the one that gave the first token included. */
    double prefillSeconds() {
        return seconds(generation.completion().timings().prefill());
    }

    /** Time of the passes after that. */
    double decodeSeconds() {
        return seconds(generation.completion().timings().decode());
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
