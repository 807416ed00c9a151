// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import java.util.List;
import java.util.stream.Stream;

/** Reads answers of the words {@code Yes} and {@code No}, in any case and with any white space around them. */
final class YesOrNo {

    private YesOrNo() {}

    static boolean isYes(String word) {
        return word.strip().equalsIgnoreCase("yes");
    }

    static boolean isNo(String word) {
        return word.strip().equalsIgnoreCase("no");
    }

    /**
     * Returns the probability of {@code Yes} among the tokens {@code Yes} and {@code No} at the first position.
     *
     * @throws CompletionModelException if there are no log probabilities, or none of these tokens among them
     */
    static double probabilityOfYes(List<TokenLogprobs> logprobs) {
        if (logprobs.isEmpty()) {
            throw new CompletionModelException(
                    "the model gave no log probabilities, which a detector's score is computed"
                            + " from; use an engine that returns them");
        }
        double yes = 0;
        double no = 0;
        for (Alternative token : alternatives(logprobs.get(0))) {
            yes += isYes(token.token()) ? Math.exp(token.logprob()) : 0;
            no += isNo(token.token()) ? Math.exp(token.logprob()) : 0;
        }
        if (!(yes + no > 0)) {
            throw new CompletionModelException(
                    "the model gave log probabilities of neither Yes nor No; check that the engine's are of whole tokens");
        }
        return Math.min(1, yes / (yes + no));
    }

    /** Returns the most likely tokens and the generated one, each once. */
    static List<Alternative> alternatives(TokenLogprobs position) {
        boolean listed = position.top().stream().anyMatch(each -> each.token().equals(position.token()));
        if (listed) {
            return position.top();
        }
        return Stream.concat(Stream.of(new Alternative(position.token(), position.logprob())), position.top().stream())
                .toList();
    }
}
