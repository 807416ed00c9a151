// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.CorrectionRequest;

/** Renders a question and an answer into a model's prompt. Implementations are immutable. */
@FunctionalInterface
public interface CorrectionTemplate {

    /**
     * Returns the prompt for {@code request}. Different pairs of question and answer give different prompts.
     *
     * @throws io.github.aligner4j.completion.UnsafePromptException if question or answer can't be told apart from the frame
     */
    CorrectionPrompt render(CorrectionRequest request);
}
