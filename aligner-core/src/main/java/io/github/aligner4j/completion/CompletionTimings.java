// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import java.time.Duration;

/**
 * The time that the parts of a completion took.
 *
 * @param queued the time from submission to the first forward pass
 * @param prefill the time for reading the prompt
 * @param decode the time for generating the completion
 */
public record CompletionTimings(Duration queued, Duration prefill, Duration decode) {

    /** Timings that were not measured. */
    public static final CompletionTimings NONE = new CompletionTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Returns the sum of the parts. */
    public Duration total() {
        return queued.plus(prefill).plus(decode);
    }
}
