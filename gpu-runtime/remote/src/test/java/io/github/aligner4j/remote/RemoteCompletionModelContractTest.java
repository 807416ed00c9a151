// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.testkit.CompletionModelContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract of every completion model, for each engine that takes raw prompts. */
class RemoteCompletionModelContractTest {

    @Nested
    class Vllm extends Contract {
        Vllm() {
            super(Dialect.VLLM);
        }
    }

    @Nested
    class Sglang extends Contract {
        Sglang() {
            super(Dialect.SGLANG);
        }
    }

    @Nested
    class LlamaCpp extends Contract {
        LlamaCpp() {
            super(Dialect.LLAMA_CPP);
        }
    }

    @Nested
    class Ollama extends Contract {
        Ollama() {
            super(Dialect.OLLAMA);
        }
    }

    private abstract static class Contract extends CompletionModelContract {

        private final Dialect dialect;
        private FakeEngine engine;
        private RemoteCompletionModel model;

        Contract(Dialect dialect) {
            this.dialect = dialect;
        }

        @BeforeEach
        void start() {
            engine = new FakeEngine(dialect);
            model = RemoteCompletionModel.create(RemoteEngine.builder(dialect.engine())
                    .baseUrl(engine.url())
                    .model("m")
                    .build());
        }

        @AfterEach
        void stop() {
            model.close();
            engine.close();
        }

        @Override
        protected CompletionModel model() {
            return model;
        }

        @Override
        protected Prompt prompt() {
            return Prompt.of("Once upon a time");
        }
    }
}
