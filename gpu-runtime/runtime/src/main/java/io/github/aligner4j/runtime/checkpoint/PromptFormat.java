// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.template.ChatFormat;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.template.FramedTemplate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The format of the prompts that a checkpoint was trained on: the fields of {@code aligner.json} that choose a template.
 *
 * @param template id of a published template, one of {@link CorrectionTemplates#ids()}; null with a custom one
 * @param prompt custom template; null with a published one
 * @param answerPrefix text that the model was trained to write before each correction; null for none
 * @param aspects aspects to improve, for MetaAligner's templates and prompts with a place for them; empty for others
 * @param chatFormat the base model's chat format, for {@code align-anything}: {@code chatml} or {@code llama3}; null for others
 * @param multiTurn true if the model was trained on conversations rather than on single questions
 */
public record PromptFormat(
        @Nullable String template,
        CheckpointDescriptor.@Nullable CustomPrompt prompt,
        @Nullable String answerPrefix,
        List<String> aspects,
        @Nullable String chatFormat,
        boolean multiTurn) {

    /**
     * Checks that there is such a template.
     *
     * @throws IllegalArgumentException if none or two are named, it does not exist, or something it needs is missing
     */
    public PromptFormat {
        aspects = List.copyOf(aspects);
        if ((template == null) == (prompt == null)) {
            throw new IllegalArgumentException(
                    "exactly one of 'template' and 'prompt' must be given; templates are " + CorrectionTemplates.ids());
        }
        unprefixed(template, prompt, aspects, chatFormat);
    }

    /** Returns the template that prompts are rendered with. */
    public FramedTemplate correctionTemplate() {
        FramedTemplate found = unprefixed(template, prompt, aspects, chatFormat);
        if (answerPrefix != null) {
            found = found.withAnswerPrefix(answerPrefix);
        }
        return multiTurn ? found.withTranscript() : found;
    }

    private static FramedTemplate unprefixed(
            @Nullable String template,
            CheckpointDescriptor.@Nullable CustomPrompt prompt,
            List<String> aspects,
            @Nullable String chatFormat) {
        if (prompt != null) {
            FramedTemplate own = prompt.template();
            return own.readsAspects() ? own.withAspects(aspects) : own;
        }
        return CorrectionTemplates.byId(
                String.valueOf(template), aspects, chatFormat == null ? null : ChatFormat.byName(chatFormat));
    }
}
