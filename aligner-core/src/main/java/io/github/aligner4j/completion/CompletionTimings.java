package io.github.aligner4j.completion;

import java.time.Duration;

/**
 * Where the time of a completion went.
 *
 * @param queued from submission to the first forward pass
 * @param prefill reading the prompt
 * @param decode writing the completion
 */
public record CompletionTimings(Duration queued, Duration prefill, Duration decode) {

    /** Nothing measured. */
    public static final CompletionTimings NONE = new CompletionTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Returns the sum of the parts. */
    public Duration total() {
        return queued.plus(prefill).plus(decode);
    }
}
