package io.github.aligner4j.completion;

import io.github.aligner4j.TokenUsage;
import java.util.Objects;

/**
 * What a {@link CompletionModel} made of a prompt.
 *
 * @param text the continuation, without the prompt and without any stop string
 * @param finishReason why it ends where it ends
 * @param usage tokens read and written
 * @param timings where the time went
 */
public record Completion(String text, FinishReason finishReason, TokenUsage usage, CompletionTimings timings) {

    /** Checks that nothing is missing. */
    public Completion {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(finishReason, "finishReason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(timings, "timings");
    }
}
