package io.github.aligner4j.template;

import io.github.aligner4j.completion.Prompt;
import java.util.Objects;

/**
 * A rendered prompt, and how to read what the model makes of it.
 *
 * @param prompt what the model continues
 * @param prediction the answer as the model would write it if it changed nothing
 * @param answerPrefix what the model writes before each correction; not part of the correction, and mostly empty
 * @param escape the frame's markers, for recognising them in the model's output
 * @param escaped whether question or answer held markers, which the output must get back
 */
public record CorrectionPrompt(
        Prompt prompt, String prediction, String answerPrefix, FrameEscape escape, boolean escaped) {

    /** Checks that nothing is missing. */
    public CorrectionPrompt {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(answerPrefix, "answerPrefix");
        Objects.requireNonNull(escape, "escape");
    }

    /** Returns a reader for one output of the model. */
    public CorrectionReader reader() {
        return new CorrectionReader(this);
    }
}
