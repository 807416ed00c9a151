// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.PromptTooLongException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** All that can go wrong on the way to an engine ends as documented, for each engine, and quotes no text and no key. */
class HttpFaultsTest {

    private static final String PRIVATE = "a private question";
    private final List<Duration> pauses = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_connection_that_is_reset_is_tried_again(Dialect dialect) {
        assertRetried(dialect, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(pauses).hasSize(1).allMatch(pause -> pause.compareTo(Duration.ofMillis(375)) <= 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void an_answer_that_breaks_off_in_garbage_is_tried_again(Dialect dialect) {
        assertRetried(dialect, aResponse().withFault(Fault.EMPTY_RESPONSE));
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void too_many_requests_are_tried_again_when_the_engine_says(Dialect dialect) {
        assertRetried(dialect, aResponse().withStatus(429).withHeader("Retry-After", "7"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void an_engine_that_is_loading_its_model_is_tried_again(Dialect dialect) {
        assertRetried(
                dialect,
                aResponse()
                        .withStatus(503)
                        .withBody("{\"error\": {\"code\": 503, \"message\": \"Loading model\","
                                + " \"type\": \"unavailable_error\"}}"));
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void an_empty_answer_is_tried_again(Dialect dialect) {
        assertRetried(dialect, aResponse().withStatus(200));
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void an_error_of_the_engine_itself_is_not(Dialect dialect) {
        RemoteEngineException failure =
                assertFailed(dialect, aResponse().withStatus(500).withBody(PRIVATE));

        assertThat(failure).hasMessageContaining("status 500").hasMessageContaining("engine's log");
        assertThat(failure.status()).hasValue(500);
        assertThat(failure.retryable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_refused_key_says_so_without_the_key(Dialect dialect) {
        RemoteEngineException failure = assertFailed(dialect, aResponse().withStatus(401));

        assertThat(failure).hasMessageContaining("status 401").hasMessageContaining("check api-key");
        assertThat(failure.retryable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_redirect_is_not_followed_so_that_no_other_host_gets_the_prompt_and_the_key(Dialect dialect) {
        try (StubEngine other = StubEngine.probed(dialect)) {
            int before = other.requests(dialect.completionPath());
            RemoteEngineException failure = assertFailed(
                    dialect,
                    aResponse().withStatus(307).withHeader("Location", other.url() + dialect.completionPath()));

            assertThat(failure).hasMessageContaining("set base-url to the place that it redirects to");
            assertThat(other.requests(dialect.completionPath())).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void half_a_document_is_no_answer(Dialect dialect) {
        String whole = StubEngine.answer(dialect);
        RemoteEngineException failure =
                assertFailed(dialect, aResponse().withBody(whole.substring(0, whole.indexOf('}') - 4)));

        assertThat(failure).hasMessageContaining("no JSON object");
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_number_is_no_text(Dialect dialect) {
        RemoteEngineException failure = assertFailed(
                dialect, aResponse().withBody(StubEngine.answer(dialect).replace("\"fine\"", "17")));

        assertThat(failure).hasMessageContaining("sent a number where a string belongs");
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_page_of_html_is_no_answer(Dialect dialect) {
        RemoteEngineException failure = assertFailed(
                dialect, aResponse().withHeader("Content-Type", "text/html").withBody("<html>Sign in</html>"));

        assertThat(failure).hasMessageContaining("check that base-url is an engine's");
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void an_error_within_a_stream_is_a_failure_that_is_not_quoted(Dialect dialect) {
        String error = "{\"error\": {\"code\": 500, \"type\": \"server_error\", \"message\": \"" + PRIVATE + "\"}}";
        String line = dialect == Dialect.OLLAMA ? error + "\n" : "data: " + error + "\n\n";

        assertThat(assertFailed(dialect, aResponse().withBody(line))).hasMessageContaining("(server_error)");
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_reason_of_ending_that_is_unknown_is_a_failure(Dialect dialect) {
        String answer =
                StubEngine.answer(dialect).replace("\"length\"", "\"abort\"").replace("\"limit\"", "\"abort\"");

        assertThat(assertFailed(dialect, aResponse().withBody(answer)))
                .hasMessageContaining("neither its end nor a limit");
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_prompt_that_the_engine_finds_too_long_is_reported_as_such(Dialect dialect) {
        String body = dialect == Dialect.LLAMA_CPP
                ? "{\"error\": {\"code\": 400, \"type\": \"exceed_context_size_error\", \"n_prompt_tokens\": 5000,"
                        + " \"n_ctx\": 4096}}"
                : "{\"error\": {\"message\": \"This model's maximum context length is 4096 tokens. However, you"
                        + " requested 5000 tokens in the messages\"}}";
        try (StubEngine engine = StubEngine.probed(dialect);
                RemoteCompletionModel model = model(engine, dialect)) {
            engine.respond(dialect.completionPath(), aResponse().withStatus(400).withBody(body));

            assertThatThrownBy(() -> model.complete(request()))
                    .isInstanceOfSatisfying(PromptTooLongException.class, e -> {
                        assertThat(e.promptTokens()).isEqualTo(5000);
                        assertThat(e.contextTokens()).isEqualTo(4096);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_log_probability_that_is_no_number_is_never_taken_for_a_certainty(Dialect dialect) {
        for (String damaged : List.of("null", "\"NaN\"", "{}")) {
            for (String number : List.of("-0.5", "-2.0")) {
                String chunk = dialect.line(dialect.text(
                        "fine",
                        false,
                        Json.MAPPER
                                .createObjectNode()
                                .put("logprobs", 2)
                                .put("n_probs", 2)
                                .put("top_logprobs", 2)));
                String answer = StubEngine.answer(dialect);
                String rest = answer.substring(answer.indexOf('\n') + 1);
                try (StubEngine engine = StubEngine.probed(dialect);
                        RemoteCompletionModel model = model(engine, dialect)) {
                    engine.stream(dialect.completionPath(), chunk.replace(number, damaged) + rest);

                    assertThatThrownBy(() -> model.complete(CompletionRequest.builder(Prompt.of(PRIVATE))
                                    .topLogprobs(2)
                                    .build()))
                            .isInstanceOf(RemoteEngineException.class)
                            .hasMessageContaining("sent a log probability that is no number");
                }
            }
        }
    }

    @Test
    void an_engine_that_says_nothing_is_given_up() {
        try (StubEngine engine = new StubEngine()) {
            engine.respond("/props", aResponse().withFixedDelay(600_000));
            HttpFailures failures = new HttpFailures("llama.cpp", engine.url(), InstantSource.system());
            Transport transport = new Transport(
                    HttpClient.newHttpClient(), URI.create(engine.url()), failures, null, Duration.ofSeconds(1));
            Call call = new Call(Cancellation.never(), null, InstantSource.system());

            assertThatThrownBy(() -> transport.json("/props", null, call))
                    .isInstanceOf(RemoteEngineException.class)
                    .hasMessageContaining("sent nothing for 1 s")
                    .hasMessageContaining("response-timeout");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void half_a_surrogate_pair_is_refused_before_it_is_sent(Dialect dialect) {
        try (StubEngine engine = StubEngine.probed(dialect);
                RemoteCompletionModel model = model(engine, dialect)) {
            CompletionRequest half =
                    CompletionRequest.builder(Prompt.of(PRIVATE + "\uD83D")).build();

            assertThatThrownBy(() -> model.complete(half))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessageContaining("half a surrogate pair")
                    .hasMessageNotContaining(PRIVATE);
        }
    }

    @Test
    void a_line_without_end_is_given_up() {
        try (StubEngine engine = StubEngine.probed(Dialect.VLLM);
                RemoteCompletionModel model = model(engine, Dialect.VLLM)) {
            engine.stream("/v1/completions", "data: ".concat("x".repeat(17 << 20)));

            assertThatThrownBy(() -> model.complete(request())).hasMessageContaining("sent more than 16 MB");
        }
    }

    /** The first answer is a fault, and the second one is fine. */
    private void assertRetried(Dialect dialect, ResponseDefinitionBuilder fault) {
        try (StubEngine engine = StubEngine.probed(dialect);
                RemoteCompletionModel model = model(engine, dialect)) {
            int before = engine.requests(dialect.completionPath());
            engine.respondInTurn(dialect.completionPath(), fault, aResponse().withBody(StubEngine.answer(dialect)));
            Completion completion = model.complete(request());

            assertThat(completion.text()).isEqualTo("fine");
            assertThat(engine.requests(dialect.completionPath()) - before).isEqualTo(2);
            assertThat(pauses).hasSize(1);
        }
    }

    private RemoteEngineException assertFailed(Dialect dialect, ResponseDefinitionBuilder fault) {
        try (StubEngine engine = StubEngine.probed(dialect);
                RemoteCompletionModel model = model(engine, dialect)) {
            int before = engine.requests(dialect.completionPath());
            engine.respond(dialect.completionPath(), fault);
            RemoteEngineException failure =
                    catchThrowableOfType(RemoteEngineException.class, () -> model.complete(request()));

            assertThat(failure)
                    .isInstanceOf(CompletionModelException.class)
                    .isInstanceOf(AlignerException.class)
                    .hasMessageContaining(engine.url())
                    .hasMessageNotContaining(PRIVATE)
                    .hasMessageNotContaining("secret-key");
            assertThat(engine.requests(dialect.completionPath()) - before).isOne();
            assertThat(model.status().toString()).doesNotContain(PRIVATE, "secret-key");
            return failure;
        }
    }

    private static CompletionRequest request() {
        return CompletionRequest.builder(Prompt.of(PRIVATE)).build();
    }

    private RemoteCompletionModel model(StubEngine engine, Dialect dialect) {
        return RemoteCompletionModel.create(engine(engine, dialect).build());
    }

    private RemoteEngine.Builder engine(StubEngine engine, Dialect dialect) {
        return RemoteEngine.builder(dialect.engine())
                .baseUrl(engine.url())
                .model("m")
                .apiKey("secret-key")
                .pause((duration, call) -> pauses.add(duration));
    }
}
