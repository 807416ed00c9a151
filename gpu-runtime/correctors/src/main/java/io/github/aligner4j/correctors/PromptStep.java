// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.FrameEscape;
import java.util.List;
import java.util.function.Function;

/** One step of a corrector as an Aligner of its own, which streams, prefills and checks its text as any other. */
final class PromptStep {

    private static final FrameEscape NO_MARKERS = new FrameEscape(List.of());

    private PromptStep() {}

    /** Returns a builder of the step that completes {@code prompt}. Texts are not escaped: chat templates keep them apart. */
    static CompletionAligner.Builder of(CompletionModel model, Function<CorrectionRequest, Prompt> prompt) {
        return CompletionAligner.builder(
                request -> new CorrectionPrompt(prompt.apply(request), "", "", NO_MARKERS, false, ContextUse.NONE),
                model);
    }
}
