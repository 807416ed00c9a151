package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Completion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A completion and how it came about.
 *
 * @param completion the completion
 * @param tokenIds all tokens generated, the end-of-sequence token and those of a stop string included
 * @param forwardPasses the number of forward passes, chunks of the prompt included
 * @param drafts the acceptance of drafts
 * @param reusedTokens tokens of the prompt that were not read anew, because their keys and values were at hand
 * @param logLikelihood the log-likelihood of these tokens, the end-of-sequence token included, before temperature, biases
 *     and the like: a natural logarithm; negative infinity if it lost its way (it left the prediction that it had to keep to, and
 *     would have broken a character); empty if that was not asked for
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
