// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Kinds of Aligners by properties: what each needs, and what has no effect on it. */
class AlignerKindTest {

    private final ApplicationContextRunner runner =
            Contexts.plain().withPropertyValues("aligner.enabled=true", "aligner.chains.default.layers=a");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    prompt=rewrite       | strength=1           | a.strength is set, but has no effect on a prompted Aligner over a chat model.
                    checkpoint=embedded  | model-sampling=true  | a.model-sampling is set, but has no effect on a checkpoint in this JVM.
                    prompt=rewrite       | device=cpu           | a.device is set, but has no effect on a prompted Aligner over a chat model.
                    prompt=rewrite       | max-rounds=2         | a.max-rounds is set, but has no effect on a prompted Aligner over a chat model.
                    checkpoint=embedded  | base-url=http://h    | a.base-url is set, but has no effect on a checkpoint in this JVM.
                    checkpoint=embedded  | principles=honesty   | a.principles is set, but has no effect on a checkpoint in this JVM.
                    checkpoint=embedded  | merge=first          | a.merge is set, but has no effect on a checkpoint in this JVM.
                    checkpoint=embedded  | aspects=harmlessness | a.aspects is set, but there is no template.
                    prompt=rewrite       | chat-model=             | a.chat-model is blank.
                    engine=openai        | api-key=             | a.api-key is blank.
                    engine=vllm          | copy-bias=1          | a.copy-bias is set, but has no effect on a checkpoint behind an engine.
                    engine=vllm          | threshold=0.3        | a.threshold is set, but has no effect on a checkpoint behind an engine.
                    prompt=rewrite       | threshold=0.3        | a.threshold is set, but has no effect on a prompted Aligner over a chat model.
                    checkpoint=embedded  | threshold=2          | a.threshold is 2.0, but must be between 0 and 1.
                    engine=vllm          | template=aligner-7b  | a.engine is 'vllm', but there is no base-url.
                    engine=vllm          | base-url=http://h    | a.engine is 'vllm', but there is no template.
                    corrector=mine       | adapter=/a           | a.corrector is 'mine', but must be granite-guardian-harm or granite-guardian-factuality.
                    corrector=granite-guardian-harm | threshold=2     | a.corrector is 'granite-guardian-harm', but there is no adapter.
                    corrector=granite-guardian-harm | cache.maximum-size=9 | a.cache is set, but has no effect on a corrector of two steps.
                    corrector=granite-guardian-factuality | risks=harm | a.risks is set, but has no effect on a corrector of two steps.
                    """)
    void a_setting_that_is_missing_or_has_no_effect_is_refused(String first, String second, String description) {
        runner.withPropertyValues("aligner.aligners.a." + first, "aligner.aligners.a." + second)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo("aligner.aligners." + description);
                });
    }

    @Test
    void routers_that_lead_back_to_themselves_are_refused() {
        runner.withPropertyValues(
                        "aligner.aligners.a.routes[0].aligner=b",
                        "aligner.aligners.a.routes[0].when.answer=x",
                        "aligner.aligners.b.routes[0].aligner=a",
                        "aligner.aligners.b.routes[0].when.answer=y")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo("The routes of [a, b] lead back to 'a'.");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    when.answer=(             | aligner.aligners.a.routes[0].when.answer is no regular expression: Unclosed group at character 1.
                    when.attributes.chain=x   | The router 'a' uses the Aligner 'nobody', but no Aligner has this name.
                    when.threshold=0.5        | aligner.aligners.a.routes[0] has no condition.
                    when.detector=d           | aligner.aligners.a.routes[0] has no condition.
                    """)
    void a_route_that_can_not_be_taken_is_refused(String condition, String description) {
        runner.withPropertyValues(
                        "aligner.aligners.a.routes[0].aligner=nobody", "aligner.aligners.a.routes[0]." + condition)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Contexts.analysis(context).getDescription()).isEqualTo(description);
                });
    }

    @Test
    void a_misspelt_condition_of_a_route_is_refused() {
        runner.withPropertyValues("aligner.aligners.a.routes[0].when.anser=x")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .contains("aligner.aligners.a.routes[0].when.anser"));
    }

    @Test
    void a_route_is_taken_by_a_detector_bean_and_by_attributes() {
        Detector detector =
                (request, context) -> Detection.of(request.answer().contains("poison") ? "toxic" : "fine", 0.9);
        runner.withBean("d", Detector.class, () -> detector)
                .withBean("safe", Aligner.class, () -> Aligner.of(request -> "safe"))
                .withBean("plain", Aligner.class, () -> Aligner.of(request -> "plain"))
                .withPropertyValues(
                        "aligner.aligners.a.routes[0].aligner=safe",
                        "aligner.aligners.a.routes[0].when.detector=d",
                        "aligner.aligners.a.routes[0].when.label=toxic",
                        "aligner.aligners.a.routes[0].when.threshold=0.8",
                        "aligner.aligners.a.routes[0].when.attributes.tier=gold",
                        "aligner.aligners.a.otherwise=plain")
                .run(context -> {
                    AlignerChains chains = context.getBean(AlignerChains.class);
                    CorrectionRequest toxic = CorrectionRequest.of("q", "poison");
                    assertThat(answer(chains, toxic.withAttributes(Map.of("tier", "gold"))))
                            .isEqualTo("safe");
                    assertThat(answer(chains, toxic)).isEqualTo("plain");
                });
    }

    private static String answer(AlignerChains chains, CorrectionRequest request) {
        return chains.get("default").correct(request).answer();
    }

    @Test
    void a_chat_model_that_is_not_there_is_refused_with_those_that_are() {
        runner.withBean("grumpy", GrumpyModel.class, GrumpyModel::new)
                .withPropertyValues("aligner.aligners.a.prompt=rewrite", "aligner.aligners.a.chat-model=gentle")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo(
                                "aligner.aligners.a.chat-model is 'gentle', but no chat model is a bean of this name;"
                                        + " there are [grumpy]."));
    }

    @Test
    void several_samples_may_have_a_limit_of_new_tokens() {
        runner.withBean("grumpy", GrumpyModel.class, GrumpyModel::new)
                .withPropertyValues(
                        "aligner.aligners.a.prompt=rewrite",
                        "aligner.aligners.a.samples=3",
                        "aligner.aligners.a.max-new-tokens=64",
                        "aligner.aligners.a.model-sampling=true",
                        "aligner.aligners.a.contents-are-text=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void without_chat_models_a_prompted_aligner_says_so() {
        runner.withPropertyValues("aligner.aligners.a.prompt=rewrite")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo(
                                "aligner.aligners.a.chat-model is not set, and there is not exactly one chat model, but"
                                        + " []."));
    }

    @Test
    void a_prompted_aligner_and_a_corrector_share_a_checkpoint_whatever_their_limits() {
        var prompted = Contexts.definition(Map.of("checkpoint", "/m", "prompt", "rewrite", "timeout", "9s"));
        var corrector = Contexts.definition(
                Map.of("checkpoint", "/m", "corrector", "granite-guardian-harm", "max-new-tokens", "99"));

        assertThat(prompted.shared()).isEqualTo(corrector.shared());
        assertThat(Contexts.definition(Map.of("checkpoint", "/m", "timeout", "9s"))
                        .shared())
                .isNotEqualTo(Contexts.definition(Map.of("checkpoint", "/m")).shared());
    }
}
