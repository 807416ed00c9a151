// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Objects;

/**
 * The texts that a drafter may copy from. The arrays are not copied; callers must not change them.
 *
 * @param prompt token ids of the whole prompt
 * @param prediction token ids that the completion is expected to resemble (an Aligner's answer), with the end of sequence if
 *     that is expected, too; empty if nothing is known
 * @param cost time of a forward pass by its number of tokens
 */
@SuppressWarnings("ArrayRecordComponent") // one per request, read by its drafter only
public record DraftSource(int[] prompt, int[] prediction, PassCost cost) {

    /** Checks for nulls. */
    public DraftSource {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(cost, "cost");
    }

    /** Creates a source on a CPU. */
    public DraftSource(int[] prompt, int[] prediction) {
        this(prompt, prediction, PassCost.CPU);
    }
}
