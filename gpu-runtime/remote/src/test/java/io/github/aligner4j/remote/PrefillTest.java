// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A hint warms the engine's prefix cache when it is idle, and is dropped when it is busy. */
class PrefillTest {

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_hint_has_the_engine_read_the_prompt_and_generate_as_little_as_it_can(Dialect dialect) throws Exception {
        try (FakeEngine engine = new FakeEngine(dialect);
                RemoteCompletionModel model = model(engine, dialect)) {
            engine.forgetArrivals();
            model.prefill(CompletionRequest.builder(Prompt.of("Once"))
                    .adapter("civil")
                    .prediction("private")
                    .build());
            engine.awaitArrival();

            JsonNode hint = engine.lastCompletion();
            assertThat(dialect.maxNewTokens(hint)).isEqualTo(dialect == Dialect.LLAMA_CPP ? 0 : 1);
            assertThat(dialect.promptTokens(hint, false)).isEqualTo(5);
            assertThat(hint.toString()).doesNotContain("private").containsAnyOf("civil", "\"scale\":1.0");
        }
    }

    @Test
    void a_hint_to_a_busy_engine_is_dropped_without_an_exception() throws Exception {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            RemoteCompletionModel model = RemoteCompletionModel.create(RemoteEngine.builder("vllm")
                    .baseUrl(engine.url())
                    .maxConcurrentRequests(1)
                    .build());
            CountDownLatch held = engine.hold();
            engine.forgetArrivals();
            ExecutorService caller = Executors.newSingleThreadExecutor();
            CompletableFuture<?> call = CompletableFuture.runAsync(
                    () -> model.complete(
                            CompletionRequest.builder(Prompt.of("Hi")).build()),
                    caller);
            engine.awaitArrival();
            int before = engine.completions().size();

            model.prefillNow(CompletionRequest.builder(Prompt.of("Once")).build());

            held.countDown();
            call.get();
            assertThat(engine.completions()).hasSize(before);
            caller.shutdownNow();
            model.close();
        }
    }

    @Test
    void a_failing_or_cancelled_or_late_hint_is_dropped_without_an_exception() {
        FakeEngine engine = new FakeEngine(Dialect.VLLM);
        RemoteCompletionModel model = model(engine, Dialect.VLLM);
        int before = engine.completions().size();
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        model.prefill(CompletionRequest.builder(Prompt.of("Once"))
                .cancellation(cancellation)
                .build());
        model.prefillNow(
                CompletionRequest.builder(Prompt.of("Once")).adapter("unknown").build());
        model.close();
        model.prefill(CompletionRequest.builder(Prompt.of("Once")).build());

        assertThat(engine.completions()).hasSize(before);
        engine.close();
    }

    private static RemoteCompletionModel model(FakeEngine engine, Dialect dialect) {
        return RemoteCompletionModel.create(RemoteEngine.builder(dialect.engine())
                .baseUrl(engine.url())
                .model("m")
                .build());
    }
}
