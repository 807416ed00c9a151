// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.Prompt;
import java.util.Objects;

/**
 * A rendered prompt, and what is needed to read the model's output.
 *
 * @param prompt the prompt to complete
 * @param prediction the output of a model that changes nothing
 * @param answerPrefix the text that the model generates before each correction; not part of it, and usually empty
 * @param escape the frame's markers, to recognize them in the output
 * @param escaped true if a text contained markers, which must be restored in the output
 * @param contextUse the retrieved passages that are in the prompt
 */
public record CorrectionPrompt(
        Prompt prompt,
        String prediction,
        String answerPrefix,
        FrameEscape escape,
        boolean escaped,
        @Incubating ContextUse contextUse) {

    /** Checks that no component is null. */
    public CorrectionPrompt {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(answerPrefix, "answerPrefix");
        Objects.requireNonNull(escape, "escape");
        Objects.requireNonNull(contextUse, "contextUse");
    }

    /** Returns a reader for one output of the model. */
    public CorrectionReader reader() {
        return new CorrectionReader(this);
    }
}
