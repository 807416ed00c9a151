// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.Prompt;

class ScriptedCompletionModelContractTest extends CompletionModelContract {

    private final CompletionModel model =
            ScriptedCompletionModel.completing(request -> "Überaus höflich, 😀 each word of it; ".repeat(9));

    @Override
    protected CompletionModel model() {
        return model;
    }

    @Override
    protected Prompt prompt() {
        return Prompt.of("How?");
    }
}
