// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.llm.PlainTextCompletionModel;

/** A scripted chat model as a completion model. */
class PlainTextCompletionModelContractTest extends CompletionModelContract {

    private final CompletionModel model =
            new PlainTextCompletionModel(ScriptedChatCompletionModel.answering("more and ".repeat(100)));

    @Override
    protected CompletionModel model() {
        return model;
    }

    @Override
    protected Prompt prompt() {
        return Prompt.of("Count.");
    }
}
