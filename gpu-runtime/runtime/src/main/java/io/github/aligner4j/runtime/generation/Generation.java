// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Completion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A completion with statistics of its generation.
 *
 * @param completion the completion
 * @param tokenIds all generated tokens, the end-of-sequence token and those of a stop string included
 * @param forwardPasses number of forward passes, those over chunks of the prompt included
 * @param drafts quality of the drafts
 * @param reusedTokens number of tokens of the prompt whose keys and values were cached
 * @param logLikelihood natural logarithm of the probability of these tokens, the end-of-sequence token included, before
 *     temperature, biases and other logits processors; negative infinity if a copying completion left its prediction and
 *     would have broken a character; empty if it was not requested
 */
public record Generation(
        Completion completion,
        List<Integer> tokenIds,
        int forwardPasses,
        DraftStats drafts,
        int reusedTokens,
        OptionalDouble logLikelihood) {

    /** Copies the ids. */
    public Generation {
        tokenIds = List.copyOf(tokenIds);
    }
}
