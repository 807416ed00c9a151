// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import java.util.List;
import java.util.Objects;

/**
 * The completion of a prompt.
 *
 * @param text the generated text, without the prompt and without a stop string
 * @param finishReason the reason why generation ended
 * @param usage the number of tokens of prompt and completion
 * @param timings the time it took
 * @param logprobs the log probabilities of the generated tokens, in order; empty unless {@link CompletionRequest#topLogprobs()} or
 *     {@link CompletionRequest#candidates()} asks for them. A token that ended generation may be among them
 */
public record Completion(
        String text,
        FinishReason finishReason,
        TokenUsage usage,
        CompletionTimings timings,
        @Incubating List<TokenLogprobs> logprobs) {

    /** Creates a completion without log probabilities. */
    public Completion(String text, FinishReason finishReason, TokenUsage usage, CompletionTimings timings) {
        this(text, finishReason, usage, timings, List.of());
    }

    /** Checks that no component is null. */
    public Completion {
        logprobs = List.copyOf(logprobs);
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(finishReason, "finishReason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(timings, "timings");
    }

    /** Returns the length of the text and the other components; never quotes the text. */
    @Override
    public String toString() {
        return "Completion[" + text.length() + " characters, " + finishReason + ", usage=" + usage + ", timings="
                + timings + "]";
    }
}
