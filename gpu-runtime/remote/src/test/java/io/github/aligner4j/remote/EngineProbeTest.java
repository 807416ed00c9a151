// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An engine that is not what its profile says is refused before the first user is served, with a remedy. */
class EngineProbeTest {

    /** Raw completions by text, as one might write for Ollama's endpoint of the OpenAI type. */
    private static final String TEXT_COMPLETIONS = """
        {"name": "own", "title": "my engine", "adapters": "NONE",
         "completion": {"prompt": "TEXT", "prefillTokens": 1, "generation": {
           "path": "/v1/completions", "body": {"stream": true},
           "fields": {"model": "/model", "prompt": "/prompt", "max-new-tokens": "/max_tokens", "temperature": "/temperature"},
           "topKOfAll": 0, "maxSeed": 0, "maxStopStrings": 0, "streaming": "SSE",
           "response": {"text": "/choices/0/text", "finishReason": "/choices/0/finish_reason",
             "finishReasons": {"stop": "STOP", "length": "LENGTH"},
             "promptTokens": "/usage/prompt_tokens", "completionTokens": "/usage/completion_tokens"}}}}\
        """;

    @TempDir
    private Path folder;

    @Test
    void a_chat_template_that_the_engine_inserts_is_seen_by_the_number_of_tokens() throws IOException {
        try (StubEngine engine = new StubEngine()) {
            engine.json("/api/version", "{\"version\": \"0.12.11\"}");
            engine.stream("/v1/completions", completion(9));

            assertThatThrownBy(() -> RemoteCompletionModel.create(engine(engine, own())))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessageContaining("my engine at " + engine.url())
                    .hasMessageContaining("read 9 tokens of a prompt of at most 3")
                    .hasMessageContaining("chat template")
                    .hasMessageContaining("this is Ollama (ollama), so set engine to its name");
        }
    }

    @Test
    void an_engine_that_reads_the_prompt_as_it_is_passes() throws IOException {
        try (StubEngine engine = new StubEngine()) {
            engine.stream("/v1/completions", completion(2));
            try (RemoteCompletionModel model = RemoteCompletionModel.create(engine(engine, own()))) {
                assertThat(model.status().available()).isTrue();
            }
        }
    }

    @Test
    void an_engine_that_reports_no_usage_is_refused_as_a_template_would_go_unseen() throws IOException {
        try (StubEngine engine = new StubEngine()) {
            engine.stream(
                    "/v1/completions",
                    "data: {\"choices\": [{\"text\": \"b\", \"finish_reason\": \"length\"}]}\n\ndata: [DONE]\n\n");

            assertThatThrownBy(() -> RemoteCompletionModel.create(engine(engine, own())))
                    .hasMessageContaining("does not tell how many tokens it read");
        }
    }

    @Test
    void an_engine_that_reads_ids_anew_is_refused() {
        try (StubEngine engine = new StubEngine()) {
            engine.json("/v1/models", "{\"data\": [{\"id\": \"m\"}]}");
            engine.json("/tokenize", "{\"tokens\": [5]}");
            engine.stream("/v1/completions", completion(31));

            assertThatThrownBy(() -> RemoteCompletionModel.create(
                            RemoteEngine.builder("vllm").baseUrl(engine.url()).build()))
                    .hasMessageContaining("read 31 tokens of a prompt of 1:");
        }
    }

    @Test
    void an_engine_of_another_kind_is_recognized() {
        try (FakeEngine engine = new FakeEngine(Dialect.OLLAMA)) {
            assertThatThrownBy(() -> RemoteCompletionModel.create(RemoteEngine.builder("vllm")
                            .baseUrl(engine.url())
                            .model("m:latest")
                            .build()))
                    .isInstanceOf(RemoteEngineException.class)
                    .hasMessageContaining(
                            "does not answer as vLLM does, as this is Ollama (ollama); set engine to its name");
        }
    }

    @Test
    void an_unknown_model_is_refused_with_those_that_there_are() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            assertThatThrownBy(() -> RemoteCompletionModel.create(RemoteEngine.builder("vllm")
                            .baseUrl(engine.url())
                            .model("other")
                            .build()))
                    .hasMessageContaining("model 'other' is not served by vLLM")
                    .hasMessageContaining("[m]");
        }
    }

    @Test
    void the_only_model_needs_no_name_but_one_of_several_does() {
        try (FakeEngine vllm = new FakeEngine(Dialect.VLLM);
                FakeEngine ollama = new FakeEngine(Dialect.OLLAMA)) {
            RemoteCompletionModel.create(
                            RemoteEngine.builder("vllm").baseUrl(vllm.url()).build())
                    .close();
            assertThat(vllm.lastCompletion().path("model").stringValue()).isEqualTo("m");

            assertThatThrownBy(() -> RemoteCompletionModel.create(
                            RemoteEngine.builder("ollama").baseUrl(ollama.url()).build()))
                    .hasMessageContaining("set model to one of [civil:latest, m:latest]");
        }
    }

    @Test
    void an_unknown_adapter_is_refused_with_those_that_there_are() {
        try (FakeEngine engine = new FakeEngine(Dialect.LLAMA_CPP)) {
            assertThatThrownBy(() -> RemoteCompletionModel.create(RemoteEngine.builder("llama-cpp")
                            .baseUrl(engine.url())
                            .adapter("polite")
                            .build()))
                    .hasMessageContaining("adapter 'polite' is not loaded in llama.cpp")
                    .hasMessageContaining("[civil, warm]");
        }
    }

    @Test
    void an_unknown_adapter_of_a_request_is_refused_too() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM);
                RemoteCompletionModel model = RemoteCompletionModel.create(
                        RemoteEngine.builder("vllm").baseUrl(engine.url()).build())) {
            CompletionRequest request =
                    CompletionRequest.builder(Prompt.of("Hi")).adapter("polite").build();

            assertThatThrownBy(() -> model.complete(request))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessageContaining("[civil]");
        }
    }

    @Test
    void one_unreachable_url_of_two_is_no_obstacle_but_none_of_two_is() throws IOException {
        int dead = freePort();
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            RemoteEngine.Builder two =
                    RemoteEngine.builder("vllm").baseUrls(java.util.List.of("http://127.0.0.1:" + dead, engine.url()));
            RemoteCompletionModel.create(two.build()).close();
        }
        RemoteEngine none =
                RemoteEngine.builder("vllm").baseUrl("http://127.0.0.1:" + dead).build();
        assertThatThrownBy(() -> RemoteCompletionModel.create(none))
                .isInstanceOfSatisfying(
                        RemoteEngineException.class,
                        e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("no connection to vLLM at http://127.0.0.1:" + dead)
                .hasMessageContaining("start the engine");
    }

    @Test
    void an_api_for_chats_alone_runs_no_checkpoints() {
        RemoteEngine engine =
                RemoteEngine.builder("openai").baseUrl("http://localhost:1").build();

        assertThatThrownBy(() -> RemoteCompletionModel.create(engine)).hasMessageContaining("takes messages only");
    }

    private EngineProfile own() throws IOException {
        return EngineProfile.read(Files.writeString(folder.resolve("own.json"), TEXT_COMPLETIONS));
    }

    private static RemoteEngine engine(StubEngine engine, EngineProfile profile) {
        return RemoteEngine.builder(profile).baseUrl(engine.url()).model("m").build();
    }

    static String completion(int promptTokens) {
        return "data: {\"choices\": [{\"text\": \"b\", \"finish_reason\": \"length\"}]}\n\n"
                + "data: {\"choices\": [], \"usage\": {\"prompt_tokens\": " + promptTokens
                + ", \"completion_tokens\": 1}}\n\ndata: [DONE]\n\n";
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
