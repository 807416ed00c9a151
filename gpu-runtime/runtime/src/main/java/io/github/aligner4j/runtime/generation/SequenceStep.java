// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.DraftTree;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.Segment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tokens that a sequence reads in one forward pass: those that its cache does not hold yet, and a draft behind them.
 *
 * @param pending tokens of the sequence, at least one
 * @param draft draft of the tokens behind them
 * @param scored true if the pending tokens are the sequence's last, so that the pass yields the next token
 * @param logits true if all logits are needed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; made anew for each pass
public record SequenceStep(int[] pending, DraftTree draft, boolean scored, boolean logits) {

    /** Returns the number of tokens that the pass reads. */
    public int size() {
        return pending.length + draft.size();
    }

    /** Returns the step as a segment of a pass, with the sequence's cache. */
    public Segment segment(KeyValueCache cache) {
        int scores = scored ? 1 + draft.size() : 0;
        int[] tokens = Arrays.copyOf(pending, size());
        System.arraycopy(draft.tokenIds(), 0, tokens, pending.length, draft.size());
        return new Segment(tokens, parents(), scores, logits, cache);
    }

    private int[] parents() {
        int last = pending.length - 1;
        IntStream roots = Arrays.stream(draft.parents()).map(parent -> parent + pending.length);
        return IntStream.concat(IntStream.range(-1, last), roots).toArray();
    }
}
