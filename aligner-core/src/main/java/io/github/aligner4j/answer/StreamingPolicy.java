// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Incubating;

/** The time at which the text of an upstream model's stream is corrected and sent on. */
@Incubating
public enum StreamingPolicy {
    /** The end of the answer; the corrected text is streamed while the Aligner generates it. The default. */
    WHOLE,
    /**
     * The end of each sentence, while the upstream model writes the next ones. For Aligners that {@linkplain
     * io.github.aligner4j.Aligner#supportsWindows() support windows}. What was sent can't be taken back: if a later sentence can't be
     * corrected, the stream ends with an error after those before it.
     */
    SENTENCE;

    /**
     * Checks that {@code aligner} can correct answers in this way.
     *
     * @throws IllegalArgumentException if this is {@link #SENTENCE}, and the Aligner or a layer of it does not support windows, or
     *     has a failure policy that would have to take back text
     */
    public void requireSupported(Aligner aligner) {
        if (this == SENTENCE) {
            WindowSupport.require(aligner);
        }
    }
}
