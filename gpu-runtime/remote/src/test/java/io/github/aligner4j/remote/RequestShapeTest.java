// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The requests that each engine gets, field by field. */
class RequestShapeTest {

    private static final SamplingParameters SAMPLED = SamplingParameters.GREEDY
            .withTemperature(0.7)
            .withTopK(40)
            .withTopP(0.9)
            .withRepetitionPenalty(1.1)
            .withSeed(42)
            .withMaxNewTokens(7);

    @Test
    void vllm_gets_ids_and_the_adapter_as_model() {
        assertThat(sent(Dialect.VLLM, request().adapter("civil").build())).isEqualTo(json("""
            {"stream": true, "stream_options": {"include_usage": true}, "min_p": 0.0,
             "model": "civil", "prompt": [0, 1072, 1105], "max_tokens": 7, "temperature": 0.7, "top_k": 40, "top_p": 0.9,
             "repetition_penalty": 1.1, "seed": 42, "stop": ["USER:"]}\
            """));
    }

    @Test
    void sglang_gets_ids_and_the_adapter_beside_the_model() {
        assertThat(sent(Dialect.SGLANG, request().adapter("civil").build())).isEqualTo(json("""
            {"stream": true, "stream_options": {"include_usage": true}, "min_p": 0.0,
             "model": "m", "lora_path": "civil", "prompt": [0, 1072, 1105], "max_tokens": 7, "temperature": 0.7, "top_k": 40,
             "top_p": 0.9, "repetition_penalty": 1.1, "seed": 42, "stop": ["USER:"]}\
            """));
    }

    @Test
    void llama_cpp_gets_ids_and_a_scale_for_each_adapter() {
        JsonNode body = sent(Dialect.LLAMA_CPP, request().adapter("civil").build());

        assertThat(body.path("lora"))
                .containsExactlyInAnyOrder(json("{\"id\": 0, \"scale\": 1.0}"), json("{\"id\": 1, \"scale\": 0.0}"));
        ((tools.jackson.databind.node.ObjectNode) body).remove("lora");
        assertThat(body).isEqualTo(json("""
            {"stream": true, "cache_prompt": true, "min_p": 0.0, "typical_p": 1.0, "repeat_last_n": -1,
             "prompt": [0, 1072, 1105], "n_predict": 7, "temperature": 0.7, "top_k": 40, "top_p": 0.9,
             "repeat_penalty": 1.1, "seed": 42, "stop": ["USER:"]}\
            """));
    }

    @Test
    void without_an_adapter_llama_cpp_turns_off_those_that_it_applies_by_itself() {
        assertThat(sent(Dialect.LLAMA_CPP, request().build()).path("lora"))
                .containsExactlyInAnyOrder(json("{\"id\": 0, \"scale\": 0.0}"), json("{\"id\": 1, \"scale\": 0.0}"));
    }

    @Test
    void ollama_gets_a_raw_text_a_context_and_never_shifts_or_cuts_it() {
        assertThat(sent(Dialect.OLLAMA, request().adapter("civil").build())).isEqualTo(json("""
            {"stream": true, "raw": true, "truncate": false, "shift": false, "model": "civil", "prompt": "Hi",
             "options": {"min_p": 0.0, "typical_p": 1.0, "repeat_last_n": -1, "num_ctx": 8192, "num_predict": 7,
               "temperature": 0.7, "top_k": 40, "top_p": 0.9, "repeat_penalty": 1.1, "seed": 42, "stop": ["USER:"]}}\
            """));
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_greedy_request_turns_off_the_engines_own_defaults_of_sampling(Dialect dialect) {
        JsonNode body = sent(dialect, CompletionRequest.builder(Prompt.of("Hi")).build());
        JsonNode options = dialect == Dialect.OLLAMA ? body.path("options") : body;

        assertThat(options.path("temperature").doubleValue()).isZero();
        assertThat(options.path("top_p").doubleValue()).isOne();
        assertThat(options.path("min_p").doubleValue()).isZero();
        assertThat(options.path("top_k").intValue())
                .isEqualTo(dialect == Dialect.VLLM || dialect == Dialect.SGLANG ? -1 : 0);
        assertThat(options.has("seed")).isFalse();
        assertThat(options.has("stop")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void a_prediction_is_never_sent(Dialect dialect) {
        String secret = "the answer as prediction";

        assertThat(sent(dialect, request().prediction(secret).build()).toString())
                .doesNotContain(secret, "prediction");
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLLAMA"})
    void log_probabilities_have_one_meaning(Dialect dialect) {
        try (FakeEngine engine = new FakeEngine(dialect);
                RemoteCompletionModel model = model(engine, dialect)) {
            Completion completion = model.complete(request().topLogprobs(2).build());

            assertThat(completion.logprobs()).hasSize(7);
            assertThat(completion.logprobs().get(0))
                    .isEqualTo(new TokenLogprobs(
                            "word0 ",
                            -0.5,
                            List.of(
                                    new TokenLogprobs.Alternative("word0 ", -0.5),
                                    new TokenLogprobs.Alternative("other", -2.0))));
        }
    }

    @Test
    void seeds_beyond_what_an_engine_takes_are_mapped_into_its_range() {
        JsonNode body =
                sent(Dialect.LLAMA_CPP, request().sampling(SAMPLED.withSeed(-1)).build());

        assertThat(body.path("seed").longValue()).isBetween(0L, 4294967294L);
    }

    @Test
    void the_key_is_sent_and_printed_nowhere() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            RemoteEngine remote = RemoteEngine.builder("vllm")
                    .baseUrl(engine.url())
                    .apiKey("secret-key")
                    .build();
            try (RemoteCompletionModel model = RemoteCompletionModel.create(remote)) {
                assertThat(engine.keys()).isNotEmpty().allMatch("Bearer secret-key"::equals);
                assertThat(model + " " + remote + " " + model.status()).doesNotContain("secret-key");
            }
        }
    }

    @Test
    void a_base_url_may_end_with_v1_and_a_slash() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            RemoteEngine remote =
                    RemoteEngine.builder("vllm").baseUrl(engine.url() + "/v1/").build();
            try (RemoteCompletionModel model = RemoteCompletionModel.create(remote)) {
                assertThat(model.complete(request().build()).text()).isEqualTo(FakeEngine.words(7));
            }
        }
    }

    @Test
    void a_strength_is_refused_by_name() {
        assertThatThrownBy(() -> sent(Dialect.VLLM, request().strength(1.5).build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("strength 1.5")
                .hasMessageContaining("vLLM");
    }

    private static CompletionRequest.Builder request() {
        return CompletionRequest.builder(Prompt.of("Hi")).sampling(SAMPLED).stop(List.of("USER:"));
    }

    private static JsonNode sent(Dialect dialect, CompletionRequest request) {
        try (FakeEngine engine = new FakeEngine(dialect);
                RemoteCompletionModel model = model(engine, dialect)) {
            model.complete(request);
            return engine.lastCompletion();
        }
    }

    private static RemoteCompletionModel model(FakeEngine engine, Dialect dialect) {
        return RemoteCompletionModel.create(RemoteEngine.builder(dialect.engine())
                .baseUrl(engine.url())
                .model("m")
                .build());
    }

    private static JsonNode json(String text) {
        return Json.MAPPER.readTree(text);
    }
}
