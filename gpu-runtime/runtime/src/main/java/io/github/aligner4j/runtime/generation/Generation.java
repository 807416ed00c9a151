package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Completion;
import java.util.List;

/**
 * A completion and how it came about.
 *
 * @param completion the completion
 * @param tokenIds all tokens generated, the end-of-sequence token and those of a stop string included
 * @param forwardPasses how often the model was run, chunks of the prompt included
 */
public record Generation(Completion completion, List<Integer> tokenIds, int forwardPasses) {

    /** Copies the ids. */
    public Generation {
        tokenIds = List.copyOf(tokenIds);
    }
}
