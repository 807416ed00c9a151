// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Routers by properties: how often detectors are asked, and settings that would do nothing or something else. */
class RouterPropertiesTest {

    private final ApplicationContextRunner runner = Contexts.plain()
            .withPropertyValues(
                    "aligner.enabled=true",
                    "aligner.chains.default.layers=a",
                    "aligner.aligners.a.routes[0].aligner=safe")
            .withBean("safe", Aligner.class, () -> Aligner.of(request -> "safe"));

    /** Always replies the same, and counts. */
    private static final class Labelling implements ChatModel {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            calls.incrementAndGet();
            return ChatResponse.builder().aiMessage(AiMessage.from("legal")).build();
        }
    }

    private static AlignerStack chain(org.springframework.context.ApplicationContext context) {
        return context.getBean(AlignerChains.class).get("default");
    }

    @Test
    void labels_of_all_routes_cost_one_call_of_the_chat_model() {
        Labelling model = new Labelling();
        runner.withBean("labelling", Labelling.class, () -> model)
                .withPropertyValues(
                        "aligner.exclude=labelling",
                        "aligner.aligners.a.chat-model=labelling",
                        "aligner.aligners.a.routes[0].when.label=medical",
                        "aligner.aligners.a.routes[1].aligner=safe",
                        "aligner.aligners.a.routes[1].when.label=financial",
                        "aligner.aligners.a.routes[2].aligner=safe",
                        "aligner.aligners.a.routes[2].when.label=legal")
                .run(context -> {
                    Correction correction = chain(context).correct(CorrectionRequest.of("q", "a"));

                    assertThat(correction.answer()).isEqualTo("safe");
                    assertThat(model.calls).hasValue(1);
                    assertThat(correction.layers().get(0).detections())
                            .extracting(Detection::label)
                            .containsExactly("legal");
                });
    }

    @Test
    void language_and_label_must_both_hold() {
        Detector fine = (request, context) -> Detection.of("fine", 1);
        runner.withBean("d", Detector.class, () -> fine)
                .withPropertyValues(
                        "aligner.aligners.a.routes[0].when.language=en",
                        "aligner.aligners.a.routes[0].when.label=toxic",
                        "aligner.aligners.a.routes[0].when.detector=d")
                .run(context -> assertThat(chain(context)
                                .correct(CorrectionRequest.of(
                                        "q", "This is an answer in the English language, and long."))
                                .changed())
                        .isFalse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    when.label=x    | routes[0].when.detector=nobody | A route of the router 'a' has the detector 'nobody', but no bean has this name.
                    when.label=x    | routes[0].when.detector=safe   | A route of the router 'a' has the detector 'safe', but the bean of this name is not a Detector.
                    when.answer=''  | merge=first                    | aligner.aligners.a.routes[0].when.answer is blank.
                    when.label=''   | merge=first                    | aligner.aligners.a.routes[0].when.label is blank.
                    when.language=EN | merge=first                   | A route of the router 'a' has the language 'EN', which OpenNLP does not detect.
                    when.answer=x   | chat-model=m                   | aligner.aligners.a.chat-model is set, but has no effect on a router.
                    when.attributes.tenant=t | cache.maximum-size=9  | aligner.aligners.a.cache is set, but its routes depend on attributes, which a cache does not tell apart.
                    """)
    void what_would_do_nothing_or_something_else_is_refused(String first, String second, String description) {
        runner.withPropertyValues(
                        "aligner.aligners.a.routes[0]." + first.replace("''", ""), "aligner.aligners.a." + second)
                .run(context ->
                        assertThat(Contexts.analysis(context).getDescription()).isEqualTo(description));
    }

    @ParameterizedTest
    @ValueSource(strings = {"samples=3", "model-sampling=true"})
    void a_cache_of_an_aligner_that_samples_is_refused(String sampling) {
        runner.withBean("grumpy", GrumpyModel.class, GrumpyModel::new)
                .withPropertyValues(
                        "aligner.aligners.a.routes[0].aligner=b",
                        "aligner.aligners.a.routes[0].when.answer=x",
                        "aligner.aligners.a.cache.maximum-size=9",
                        "aligner.aligners.b.prompt=rewrite",
                        "aligner.aligners.b." + sampling)
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo("aligner.aligners.a.cache is set, but 'a' samples, so that each correction may be"
                                + " different."));
    }

    @Test
    void a_password_in_a_url_is_not_quoted() {
        Contexts.plain()
                .withPropertyValues(
                        "aligner.enabled=true",
                        "aligner.aligners.a.engine=openai",
                        "aligner.aligners.a.base-url=http://user:secret@127.0.0.1:1/v1?key=secret",
                        "aligner.aligners.a.prompt=rewrite",
                        "aligner.aligners.a.model=m")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure()).hasStackTraceContaining("http://127.0.0.1:1/v1");
                    for (Throwable e = context.getStartupFailure(); e != null; e = e.getCause()) {
                        assertThat(String.valueOf(e.getMessage())).doesNotContain("secret");
                    }
                });
    }
}
