package io.github.aligner4j.template;

import io.github.aligner4j.completion.Prompt;
import java.util.Objects;

/**
 * A rendered prompt, and what is needed to read the model's output.
 *
 * @param prompt the prompt to complete
 * @param prediction the output of a model that changes nothing
 * @param answerPrefix the text that the model generates before each correction; not part of it, and usually empty
 * @param escape the frame's markers, to recognize them in the output
 * @param escaped true if question or answer contained markers, which must be restored in the output
 */
public record CorrectionPrompt(
        Prompt prompt, String prediction, String answerPrefix, FrameEscape escape, boolean escaped) {

    /** Checks that no component is null. */
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
