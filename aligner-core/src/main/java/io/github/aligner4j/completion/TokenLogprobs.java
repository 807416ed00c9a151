// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import io.github.aligner4j.Incubating;
import java.util.List;
import java.util.Objects;

/**
 * The log probability of a generated token and of the most likely tokens at its position, as in OpenAI's chat completions API.
 * Log probabilities are natural logarithms of the softmax over the whole vocabulary, before temperature, top-k and top-p.
 *
 * @param token the text of the token; a character that spans several tokens appears as U+FFFD
 * @param logprob the log probability of the token, at most 0
 * @param top the most likely tokens at this position, most likely first
 * @param candidates the {@linkplain CompletionRequest#candidates() candidates} of the request, in its order, however unlikely they
 *     are; empty if the engine can't tell
 */
@Incubating
public record TokenLogprobs(String token, double logprob, List<Alternative> top, List<Alternative> candidates) {

    /** Creates it without candidates. */
    public TokenLogprobs(String token, double logprob, List<Alternative> top) {
        this(token, logprob, top, List.of());
    }

    /** Checks that no component is null. */
    public TokenLogprobs {
        Objects.requireNonNull(token, "token");
        top = List.copyOf(top);
        candidates = List.copyOf(candidates);
    }

    /**
     * A token that could have been generated.
     *
     * @param token the text of the token
     * @param logprob its log probability, at most 0
     */
    public record Alternative(String token, double logprob) {

        /** Checks that there is a text. */
        public Alternative {
            Objects.requireNonNull(token, "token");
        }
    }
}
