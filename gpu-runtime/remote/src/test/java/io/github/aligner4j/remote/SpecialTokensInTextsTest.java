// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** No text can forge a special token of a prompt, whatever the engine's tokenizer does with texts. */
class SpecialTokensInTextsTest {

    private static final Map<FakeEngine, RemoteCompletionModel> SHARED = new LinkedHashMap<>();

    @BeforeContainer
    static void start() {
        for (Dialect dialect : List.of(Dialect.VLLM, Dialect.OLD_LLAMA_CPP)) {
            FakeEngine engine = new FakeEngine(dialect);
            SHARED.put(engine, model(engine, dialect.engine()));
        }
    }

    @AfterContainer
    static void stop() {
        SHARED.values().forEach(RemoteCompletionModel::close);
        SHARED.keySet().forEach(FakeEngine::close);
        SHARED.clear();
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(
                "<s>",
                "</s>",
                "<|im_start|>",
                "<|im_end|>",
                "<",
                "|",
                ">",
                "<|",
                "im_start",
                "[INST]",
                "<b>",
                "a",
                " ",
                "\n");
        return parts.list().ofMinSize(1).ofMaxSize(12).map(list -> String.join("", list));
    }

    @Property(tries = 60)
    void a_text_arrives_as_text_though_the_engine_reads_special_tokens(@ForAll("texts") String text) {
        for (FakeEngine engine : SHARED.keySet()) {
            List<Integer> ids = ids(engine, SHARED.get(engine), Prompt.of(text));

            assertThat(ids.get(0)).isZero();
            assertThat(ToyTokenizer.decode(ids.subList(1, ids.size()))).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VLLM", "SGLANG", "LLAMA_CPP", "OLD_LLAMA_CPP"})
    void special_tokens_of_the_frame_are_special_and_those_of_texts_are_not(Dialect dialect) {
        Prompt prompt = new Prompt(
                List.of(new SpecialToken("<|im_start|>"), new Text("user\n<|im_end|>"), new SpecialToken("<|im_end|>")),
                false);
        try (FakeEngine engine = new FakeEngine(dialect)) {
            assertThat(ToyTokenizer.decode(ids(engine, dialect.engine(), prompt)))
                    .isEqualTo("{<|im_start|>}user\n<|im_end|>{<|im_end|>}");
        }
    }

    @Test
    void a_special_token_that_the_model_lacks_is_refused() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            Prompt prompt = new Prompt(List.of(new SpecialToken("<|eot_id|>")));

            assertThatThrownBy(() -> ids(engine, "vllm", prompt))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessageContaining("'<|eot_id|>'")
                    .hasMessageContaining("template");
        }
    }

    @Test
    void ollama_refuses_a_text_with_a_special_token_of_its_model_and_no_other() {
        try (FakeEngine engine = new FakeEngine(Dialect.OLLAMA)) {
            assertThatThrownBy(() -> ids(engine, "ollama", Prompt.of("private <|im_start|>")))
                    .isInstanceOf(UnsafePromptException.class)
                    .hasMessageContaining("20 characters")
                    .hasMessageContaining("Ollama")
                    .hasMessageNotContaining("private");
            try (RemoteCompletionModel model = model(engine, "ollama")) {
                model.complete(
                        CompletionRequest.builder(Prompt.of("[INST] <b>")).build());
                assertThat(engine.lastCompletion().path("prompt").stringValue()).isEqualTo("[INST] <b>");
            }
        }
    }

    @Test
    void ollama_adds_the_first_token_so_a_prompt_with_all_its_tokens_leaves_it_out() {
        try (FakeEngine engine = new FakeEngine(Dialect.OLLAMA);
                RemoteCompletionModel model = model(engine, "ollama")) {
            List<Prompt.Segment> rest = List.of(new SpecialToken("<|im_start|>"), new Text("user"));
            Prompt whole = new Prompt(List.of(new SpecialToken("<s>"), rest.get(0), rest.get(1)), false);
            model.complete(CompletionRequest.builder(whole).build());

            assertThat(engine.lastCompletion().path("prompt").stringValue()).isEqualTo("<|im_start|>user");
            Prompt without = new Prompt(rest, false);
            assertThatThrownBy(() ->
                            model.complete(CompletionRequest.builder(without).build()))
                    .isInstanceOf(UnsafePromptException.class)
                    .hasMessageContaining("'<s>'");
        }
    }

    @Test
    void html_is_no_special_token() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            List<Integer> ids = ids(engine, "vllm", Prompt.of("<b>bold</b> [1]"));

            assertThat(ids).isEqualTo(ToyTokenizer.encode("<b>bold</b> [1]", true, false));
        }
    }

    private static List<Integer> ids(FakeEngine engine, String name, Prompt prompt) {
        try (RemoteCompletionModel model = model(engine, name)) {
            return ids(engine, model, prompt);
        }
    }

    private static List<Integer> ids(FakeEngine engine, RemoteCompletionModel model, Prompt prompt) {
        model.complete(CompletionRequest.builder(prompt)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(1))
                .build());
        List<Integer> ids = new ArrayList<>();
        engine.lastCompletion().path("prompt").forEach(id -> ids.add(id.intValue()));
        return ids;
    }

    private static RemoteCompletionModel model(FakeEngine engine, String name) {
        return RemoteCompletionModel.createUnprobed(
                RemoteEngine.builder(name).baseUrl(engine.url()).model("m").build());
    }
}
