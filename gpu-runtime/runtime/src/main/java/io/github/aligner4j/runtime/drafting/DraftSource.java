package io.github.aligner4j.runtime.drafting;

import java.util.Objects;

/**
 * What a completion may copy from. The arrays are not copied, so leave them alone.
 *
 * @param prompt the whole prompt's tokens
 * @param prediction the tokens the completion is expected to resemble (an Aligner's answer), with the end of sequence behind
 *     them if that is expected too; empty if nothing is known
 * @param cost what the rows of a forward pass cost
 */
@SuppressWarnings("ArrayRecordComponent") // one per request, read by its drafter only
public record DraftSource(int[] prompt, int[] prediction, PassCost cost) {

    /** Checks for nulls. */
    public DraftSource {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(cost, "cost");
    }

    /** A source on a CPU. */
    public DraftSource(int[] prompt, int[] prediction) {
        this(prompt, prediction, PassCost.CPU);
    }
}
