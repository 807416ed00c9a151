// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.ShadowQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Layers as objects: each setting has the effect that its description promises. */
class LayerPropertiesTest {

    private static final String LAYER = "aligner.chains.default.layers[0].";

    private final AtomicInteger calls = new AtomicInteger();

    private final ApplicationContextRunner runner = Contexts.enabled()
            .withBean(
                    "polite",
                    Aligner.class,
                    () -> Aligner.of(request -> {
                        calls.incrementAndGet();
                        return request.answer().replaceFirst("damn ", "").replace("12", "13");
                    }))
            .withBean("spare", Aligner.class, () -> Aligner.of(request -> "spare"))
            .withPropertyValues(LAYER + "aligner=polite");

    /** Replies with the same text to everything. */
    private record Replying(String text, AtomicInteger asked) implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            asked.incrementAndGet();
            return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
        }
    }

    private static AlignerStack chain(AssertableApplicationContext context) {
        return context.getBean(AlignerChains.class).get("default");
    }

    private static Correction correct(AssertableApplicationContext context, String answer) {
        return chain(context).correct(CorrectionRequest.of("Why?", answer));
    }

    private static LayerTrace trace(AssertableApplicationContext context, String answer) {
        return correct(context, answer).layers().get(0);
    }

    private static String[] layer(String... settings) {
        return List.of(settings).stream().map(setting -> LAYER + setting).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    aligner.chains.default.layers=polite,spare    | aligner.exclude=
                    aligner.chains.default.layers[0]=polite       | aligner.chains.default.layers[1]=spare
                    aligner.chains.default.layers[0]=polite       | aligner.chains.default.layers[1].aligner=spare
                    aligner.chains.default.layers[0].aligner=polite | aligner.chains.default.layers[1]= spare
                    """)
    void short_and_long_forms_mix(String first, String second) {
        Contexts.enabled()
                .withBean("polite", Aligner.class, () -> Aligner.of(request -> "polite"))
                .withBean("spare", Aligner.class, () -> Aligner.of(request -> "spare"))
                .withPropertyValues(first, second)
                .run(context -> assertThat(chain(context).layers())
                        .extracting(Layer::name)
                        .containsExactly("polite", "spare"));
    }

    @Test
    void a_layer_has_a_name_of_its_own() {
        runner.withPropertyValues(layer("name=once"))
                .withPropertyValues("aligner.chains.default.layers[1]=polite")
                .run(context -> {
                    assertThat(chain(context).layers()).extracting(Layer::name).containsExactly("once", "polite");
                    assertThat(correct(context, "damn damn it").answer()).isEqualTo("it");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    when.min-length=10       | 123456789        | 0123456789
                    when.max-length=9        | 0123456789       | 123456789
                    when.answer=^0           | 10               | 01
                    when.language=de         | This is an answer in the English language, and long. | Das ist eine Antwort in deutscher Sprache, und lang.
                    when.tool-turn=false     | -                | no tool turn
                    when.attributes.tenant=a | no tenant        | -
                    """)
    void a_condition_decides_whether_the_layer_corrects(String setting, String skipped, String corrected) {
        runner.withPropertyValues(layer(setting)).run(context -> {
            if (!skipped.equals("-")) {
                assertThat(trace(context, skipped).outcome()).isEqualTo(Outcome.SKIPPED);
            }
            if (!corrected.equals("-")) {
                assertThat(trace(context, corrected).outcome()).isNotEqualTo(Outcome.SKIPPED);
            }
        });
    }

    @Test
    void attributes_and_tool_turns_are_read_from_the_request() {
        CorrectionRequest request =
                CorrectionRequest.of("q", "a").withAttributes(Map.of("tenant", "a", RequestAttributes.TOOL_TURN, true));
        runner.withPropertyValues(layer("when.tool-turn=true", "when.attributes.tenant=a"))
                .run(context -> {
                    assertThat(chain(context).correct(request).layers().get(0).outcome())
                            .isEqualTo(Outcome.UNCHANGED);
                    assertThat(chain(context)
                                    .correct(request.withAttributes(Map.of("tenant", "a")))
                                    .layers()
                                    .get(0)
                                    .detail())
                            .isEqualTo("the answer does not stand beside a tool call");
                });
    }

    @Test
    void a_detector_bean_or_a_prompt_labels_the_answer() {
        Detector toxic = (request, context) -> Detection.of("toxic", 0.6);
        AtomicInteger asked = new AtomicInteger();
        runner.withBean("d", Detector.class, () -> toxic)
                .withPropertyValues(layer("when.label=toxic", "when.detector=d", "when.threshold=0.7"))
                .run(context -> assertThat(trace(context, "a").outcome()).isEqualTo(Outcome.SKIPPED));
        runner.withBean("labelling", Replying.class, () -> new Replying("medical advice", asked))
                .withPropertyValues("aligner.exclude=labelling")
                .withPropertyValues(layer("when.label=medical advice", "when.chat-model=labelling"))
                .run(context -> {
                    assertThat(trace(context, "a").detections())
                            .extracting(Detection::label)
                            .containsExactly("medical advice");
                    assertThat(calls).hasValue(1);
                    assertThat(asked).hasValue(1);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    guards.numbers=true        | 12 damn pears                 | it changes numbers: the answer has 1, and the correction 1 others
                    guards.max-shrink=10%      | damn me                       | it has 2 characters, but at least 6 are needed for an answer of 7
                    guards.max-edit-ratio=0.1  | damn me                       | its edit ratio is 0.714, but at most 0.100 is allowed
                    guards.code=true           | Run `damn fast`               | it changes code: the answer has 0 blocks and 1 spans, and the correction 0 and 1, or others
                    guards.links=true          | See http://a.example/12       | it changes links: the answer has 1, and the correction 1 others
                    guards.json=true           | {"damn a": 1}                 | the answer is JSON, and the correction differs from it in more than the values of strings
                    """)
    void a_guard_makes_the_layer_fail(String guard, String answer, String objection) {
        runner.withPropertyValues(layer(guard, "on-failure=fail-open")).run(context -> {
            Correction correction = correct(context, answer);

            assertThat(correction.answer()).isEqualTo(answer);
            assertThat(correction.layers().get(0).detail()).endsWith("the correction was rejected: " + objection);
            assertThat(correct(context, "Fine.").layers().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
        });
    }

    @Test
    void guards_of_growth_markdown_and_language_are_set_too() {
        Aligner german =
                Aligner.of(request -> "Das ist eine deutsche Antwort auf die Frage, die der Mensch gestellt hat.");
        runner.withBean("german", Aligner.class, () -> german)
                .withPropertyValues(layer("aligner=german", "guards.language=true", "on-failure=fail-open"))
                .run(context -> assertThat(
                                trace(context, "This is an answer in English to the question that was asked.")
                                        .detail())
                        .contains("the answer's language is en, but the correction's is de"));
        runner.withBean("german", Aligner.class, () -> german)
                .withPropertyValues(layer("aligner=german", "guards.max-growth=50%", "on-failure=fail-open"))
                .run(context ->
                        assertThat(trace(context, "Short text").detail()).contains("at most 15 are allowed"));
        runner.withPropertyValues(layer("guards.markdown=true", "on-failure=fail-open"))
                .withBean(
                        "flat",
                        Aligner.class,
                        () -> Aligner.of(request -> request.answer().replace("- ", "")))
                .withPropertyValues(layer("aligner=flat"))
                .run(context -> assertThat(trace(context, "- a\n- b").detail()).contains("its Markdown has other"));
    }

    @Test
    void a_failure_policy_of_the_layer_replaces_that_of_the_aligner() {
        ApplicationContextRunner defined = Contexts.enabled()
                .withPropertyValues(
                        "aligner.aligners.a.on-failure=refuse",
                        "aligner.aligners.a.refusal=No.",
                        "aligner.aligners.a.device=cpu",
                        "aligner.chains.default.layers[0].aligner=a");
        defined.run(context -> assertThat(policy(context)).isEqualTo(FailurePolicy.refuse("No.")));
        defined.withPropertyValues(layer("refusal=Sorry."))
                .run(context -> assertThat(policy(context)).isEqualTo(FailurePolicy.refuse("Sorry.")));
        defined.withPropertyValues(layer("on-failure=fail-open"))
                .run(context -> assertThat(policy(context)).isEqualTo(FailurePolicy.failOpen()));
        defined.withPropertyValues(layer("on-failure=reprompt", "reprompt.message=Again.", "reprompt.then=refuse"))
                .run(context -> assertThat(policy(context))
                        .isEqualTo(FailurePolicy.reprompt("Again.", 1, FailurePolicy.refuse("No."))));
    }

    private static FailurePolicy policy(AssertableApplicationContext context) {
        return chain(context).layers().get(0).failurePolicy();
    }

    @Test
    void another_aligner_tries_again_and_its_corrections_are_guarded_too() {
        Aligner broken = (request, context) -> {
            throw new AlignerException("broken");
        };
        ApplicationContextRunner retrying = runner.withBean("broken", Aligner.class, () -> broken)
                .withPropertyValues(layer("aligner=broken", "on-failure=retry", "retry.aligner=polite"))
                .withPropertyValues(layer("retry.max-retries=2", "guards.numbers=true"));
        retrying.run(context -> {
            assertThat(correct(context, "damn fine").answer()).isEqualTo("fine");
            assertThatThrownBy(() -> correct(context, "12 pears")).isInstanceOf(AlignerException.class);
            assertThat(calls).hasValue(3);
        });
        retrying.withPropertyValues(layer("retry.then=refuse", "refusal=Sorry."))
                .run(context ->
                        assertThat(correct(context, "12 pears").answer()).isEqualTo("Sorry."));
    }

    @Test
    void rounds_go_on_until_nothing_changes_and_are_bounded() {
        runner.withPropertyValues(layer("max-rounds=3")).run(context -> {
            assertThat(correct(context, "damn damn it").answer()).isEqualTo("it");
            assertThat(calls).hasValue(3);
            assertThat(correct(context, "damn damn damn damn it").answer()).isEqualTo("damn it");
        });
    }

    @Test
    void a_judge_keeps_the_answer_unless_it_prefers_the_correction_in_both_orders() {
        AtomicInteger asked = new AtomicInteger();
        runner.withBean("judge", Replying.class, () -> new Replying("1", asked))
                .withPropertyValues("aligner.exclude=judge")
                .withPropertyValues(layer("judge=judge"))
                .run(context -> {
                    assertThat(correct(context, "damn it").answer()).isEqualTo("damn it");
                    assertThat(asked).hasValue(1);
                    assertThat(correct(context, "fine").answer()).isEqualTo("fine");
                    assertThat(asked).hasValue(1);
                });
    }

    @Test
    void a_canary_corrects_a_share_by_the_attributes_that_it_names() {
        runner.withPropertyValues(layer("mode=canary", "share=25%", "share-by=tenant"))
                .run(context -> {
                    assertThat(chain(context).layers().get(0).rollout().state())
                            .isEqualTo(new RolloutState(LayerMode.CANARY, 0.25));
                    List<Boolean> corrected = IntStream.range(0, 1000)
                            .mapToObj(i -> chain(context)
                                    .correct(CorrectionRequest.of("q " + i, "damn it")
                                            .withAttributes(Map.of("tenant", "t", RequestAttributes.USER, "u" + i)))
                                    .changed())
                            .distinct()
                            .toList();
                    assertThat(corrected).hasSize(1);
                });
    }

    @Test
    void a_shadow_leaves_the_answer_to_the_queue_of_the_application() {
        runner.withPropertyValues(layer("mode=shadow"))
                .withPropertyValues("aligner.shadow.threads=2", "aligner.shadow.max-queued=7")
                .run(context -> {
                    assertThat(chain(context).shadowQueue()).isSameAs(context.getBean(ShadowQueue.class));
                    assertThat(context.getBean(ShadowQueue.class).maxQueued()).isEqualTo(7);
                    assertThat(correct(context, "damn it").answer()).isEqualTo("damn it");
                    assertThat(chain(context).layers().get(0).rollout().state())
                            .isEqualTo(new RolloutState(LayerMode.SHADOW, 1));
                });
    }

    @Test
    void a_layer_that_is_off_is_skipped() {
        runner.withPropertyValues(layer("mode=off")).run(context -> {
            assertThat(correct(context, "damn it").changed()).isFalse();
            assertThat(calls).hasValue(0);
        });
    }
}
