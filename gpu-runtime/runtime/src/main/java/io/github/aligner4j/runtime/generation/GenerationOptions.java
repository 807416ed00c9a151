// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.List;

/**
 * Options of generation beyond those of the port {@link io.github.aligner4j.completion.CompletionModel}.
 *
 * @param drafting strategy of speculative decoding
 * @param ignoreEndOfSequence true if generation continues after end-of-sequence tokens and may break characters, for
 *     measurements
 * @param forced tokens to generate whatever the model's choice (teacher forcing), for measurements; the sequence ends after the
 *     last of them. Empty for normal generation
 * @param scored true if the log-likelihood of the generated tokens is computed; all logits are then copied from the device
 * @param copyBias bonus to the logits of tokens that continue a copy of the prediction, in nats; at 0, and when sampling, there
 *     is no copy constraint, and no logits are copied from the device for it
 */
public record GenerationOptions(
        Drafting drafting, boolean ignoreEndOfSequence, List<Integer> forced, boolean scored, double copyBias) {

    /** The options of {@code complete}: residual decoding. */
    public static final GenerationOptions DEFAULT =
            new GenerationOptions(Drafting.RESIDUAL, false, List.of(), false, 0);

    /** Continues after end-of-sequence tokens until the limit of new tokens. */
    public static final GenerationOptions IGNORE_END_OF_SEQUENCE =
            new GenerationOptions(Drafting.RESIDUAL, true, List.of(), false, 0);

    /** Copies the tokens. */
    public GenerationOptions {
        forced = List.copyOf(forced);
    }

    /** Returns a copy with another drafting strategy. */
    public GenerationOptions withDrafting(Drafting drafting) {
        return new GenerationOptions(drafting, ignoreEndOfSequence, forced, scored, copyBias);
    }

    /** Returns a copy that generates {@code tokens}. */
    public GenerationOptions withForced(List<Integer> tokens) {
        return new GenerationOptions(drafting, ignoreEndOfSequence, tokens, scored, copyBias);
    }

    /** Returns a copy that computes the log-likelihood. */
    public GenerationOptions withScores() {
        return new GenerationOptions(drafting, ignoreEndOfSequence, forced, true, copyBias);
    }

    /** Returns a copy that raises the logits of copied tokens. */
    public GenerationOptions withCopyBias(double nats) {
        return new GenerationOptions(drafting, ignoreEndOfSequence, forced, scored, nats);
    }
}
