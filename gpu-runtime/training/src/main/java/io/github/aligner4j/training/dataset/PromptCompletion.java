package io.github.aligner4j.training.dataset;

import java.util.Objects;

/**
 * One thing to learn for a model that is no Aligner: how a prompt is to be continued.
 *
 * @param prompt what is read, exactly as the model is going to be asked; nothing is put around it
 * @param completion what is to be written behind it, before the end of the sequence
 */
public record PromptCompletion(String prompt, String completion) {

    /** Checks that nothing is missing. */
    public PromptCompletion {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(completion, "completion");
    }
}
