package io.github.aligner4j.testkit;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.llm.PlainTextCompletionModel;

/** An endpoint for plain text, itself a scripted model that knows nothing of the caller. */
class PlainTextCompletionModelContractTest extends CompletionModelContract {

    private final CompletionModel model = new PlainTextCompletionModel() {

        private final CompletionModel endpoint = ScriptedCompletionModel.answering("more and ".repeat(100));

        @Override
        protected Reply generate(String prompt, CompletionRequest request) {
            Completion completion = endpoint.complete(CompletionRequest.builder(Prompt.of(prompt))
                    .sampling(request.sampling())
                    .stop(request.stop())
                    .build());
            return new Reply(completion.text(), completion.finishReason(), completion.usage());
        }
    };

    @Override
    protected CompletionModel model() {
        return model;
    }

    @Override
    protected Prompt prompt() {
        return Prompt.of("Count.");
    }

    @Override
    protected boolean isStreaming() {
        return false;
    }
}
