// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.util.unit.DataSize;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlignerAutoConfigurationTest {

    @Test
    void without_the_property_there_is_nothing() {
        Contexts.plain()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(AlignerChains.class)
                        .doesNotHaveBean(AlignerFactory.class)
                        .doesNotHaveBean("chatModelAligningPostProcessor")
                        .doesNotHaveBean("alignerChatClientBuilderCustomizer")
                        .doesNotHaveBean("alignerHealthIndicator"));
    }

    @Test
    void one_property_gives_the_chain_default_of_the_embedded_aligner() {
        Contexts.enabled().run(context -> {
            AlignerChains chains = context.getBean(AlignerChains.class);
            assertThat(chains.names()).containsExactly("default");
            assertThat(layers(chains.get("default"))).containsExactly("civility");
            assertThat(Contexts.factory(context).definitions).containsEntry("civility", Definition.embedded());
        });
    }

    @Test
    void each_aligner_is_opened_once_at_the_start_if_a_chain_uses_it_and_closed_at_the_end() {
        List<CountingAligner> aligners = new ArrayList<>();
        Contexts.enabled()
                .withPropertyValues(
                        "aligner.aligners.polite.checkpoint=embedded",
                        "aligner.aligners.short.checkpoint=embedded",
                        "aligner.aligners.unused.checkpoint=embedded",
                        "aligner.chains.default.layers=polite,short",
                        "aligner.chains.second.layers=short")
                .run(context -> {
                    CountingFactory factory = Contexts.factory(context);
                    assertThat(factory.opened).containsExactly("polite", "short");
                    aligners.addAll(factory.aligners);
                    AlignerChains chains = context.getBean(AlignerChains.class);
                    assertThat(corrected(chains.get("default"))).isEqualTo("a+polite+short");
                    assertThat(corrected(chains.get("second"))).isEqualTo("a+short");
                });
        assertThat(aligners).extracting(aligner -> aligner.closed.get()).containsExactly(1, 1);
    }

    @Test
    void all_settings_of_an_aligner_arrive() {
        Contexts.enabled()
                .withPropertyValues(
                        "aligner.aligners.big.checkpoint=/models/aligner-7b",
                        "aligner.aligners.big.device=cuda:1",
                        "aligner.aligners.big.dtype=bfloat16",
                        "aligner.aligners.big.threads=4",
                        "aligner.aligners.big.template=aligner-7b",
                        "aligner.aligners.big.max-new-tokens=256",
                        "aligner.aligners.big.timeout=30s",
                        "aligner.aligners.big.max-queued-requests=8",
                        "aligner.aligners.big.adapter=/models/civil-lora",
                        "aligner.aligners.big.strength=-0.5",
                        "aligner.aligners.big.copy-bias=1.5",
                        "aligner.aligners.big.on-failure=refuse",
                        "aligner.aligners.big.refusal=Sorry.",
                        "aligner.aligners.big.cache.maximum-size=7")
                .run(context -> {
                    Definition big = definition(context, "big");
                    assertThat(big)
                            .isEqualTo(Contexts.definition(Map.ofEntries(
                                    entry("checkpoint", "/models/aligner-7b"),
                                    entry("adapter", "/models/civil-lora"),
                                    entry("strength", "-0.5"),
                                    entry("copy-bias", "1.5"),
                                    entry("device", "cuda:1"),
                                    entry("dtype", "bfloat16"),
                                    entry("threads", "4"),
                                    entry("template", "aligner-7b"),
                                    entry("max-new-tokens", "256"),
                                    entry("timeout", "30s"),
                                    entry("max-queued-requests", "8"),
                                    entry("on-failure", "refuse"),
                                    entry("refusal", "Sorry."),
                                    entry("cache.maximum-size", "7"))));
                    assertThat(big.timeout()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(big.cache()).isEqualTo(new AlignerProperties.Cache(7, null, Duration.ofHours(1)));
                    assertThat(policies(context)).containsExactly(FailurePolicy.refuse("Sorry."));
                });
    }

    private static Definition definition(AssertableApplicationContext context, String name) {
        return Objects.requireNonNull(Contexts.factory(context).definitions.get(name));
    }

    @Test
    void how_corrections_share_the_device_is_passed_on() {
        Contexts.enabled()
                .withPropertyValues(
                        "aligner.aligners.big.scheduling.step-tokens=512",
                        "aligner.aligners.big.scheduling.cache-memory=2GB",
                        "aligner.aligners.big.scheduling.prefix-cache-memory=0",
                        "aligner.aligners.big.scheduling.exact=true")
                .run(context -> assertThat(Contexts.factory(context).definitions.values())
                        .extracting(Definition::scheduling)
                        .containsExactly(new AlignerProperties.Scheduling(
                                null, 512, null, DataSize.ofGigabytes(2), DataSize.ofBytes(0), true)));
    }

    @Test
    void aligners_that_differ_in_adapter_strength_and_policy_are_loaded_together_if_chains_use_them() {
        SharingFactory sharing = new SharingFactory();
        Contexts.plain()
                .withPropertyValues(
                        "aligner.enabled=true",
                        "aligner.aligners.civil.adapter=/models/civil-lora",
                        "aligner.aligners.warm.adapter=/models/warm-lora",
                        "aligner.aligners.warm.strength=0.5",
                        "aligner.aligners.warm.on-failure=fail-open",
                        "aligner.aligners.plain.cache.maximum-size=10",
                        "aligner.aligners.unused.adapter=/models/nowhere",
                        "aligner.aligners.other.device=cpu",
                        "aligner.chains.default.layers=civil,warm",
                        "aligner.chains.more.layers=plain,other")
                .withBean(AlignerFactory.class, () -> sharing)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(sharing.loads).containsExactly(List.of("civil", "plain", "warm"), List.of("other"));
                });
    }

    /** Records the Aligners that are loaded together. */
    private static final class SharingFactory implements AlignerFactory {

        private final List<List<String>> loads = new ArrayList<>();

        @Override
        public Aligner open(String name, Definition definition) {
            return new CountingAligner(name);
        }

        @Override
        public Map<String, Aligner> openSharing(Map<String, Definition> definitions) {
            loads.add(List.copyOf(definitions.keySet()));
            return AlignerFactory.super.openSharing(definitions);
        }
    }

    @Test
    void with_a_cache_the_same_answer_is_corrected_once() {
        Contexts.enabled()
                .withPropertyValues(
                        "aligner.aligners.polite.checkpoint=embedded", "aligner.aligners.polite.cache.maximum-size=10")
                .run(context -> {
                    AlignerStack chain = context.getBean(AlignerChains.class).get("default");
                    assertThat(corrected(chain)).isEqualTo("a+polite");
                    assertThat(corrected(chain)).isEqualTo("a+polite");
                    assertThat(Contexts.factory(context).aligners.get(0).calls).hasValue(1);
                });
    }

    @Test
    void layers_fail_closed_unless_told_otherwise() {
        Contexts.enabled().run(context -> assertThat(policies(context)).containsExactly(FailurePolicy.failClosed()));
        Contexts.enabled()
                .withPropertyValues("aligner.aligners.a.on-failure=fail-open")
                .run(context -> assertThat(policies(context)).containsExactly(FailurePolicy.failOpen()));
    }

    @Test
    void an_aligner_bean_is_a_layer_too() {
        Contexts.enabled()
                .withBean("polite", Aligner.class, () -> new CountingAligner("bean"))
                .withPropertyValues("aligner.chains.default.layers=civility,polite")
                .run(context -> assertThat(
                                corrected(context.getBean(AlignerChains.class).get("default")))
                        .isEqualTo("a+civility+bean"));
    }

    @Test
    void without_properties_the_only_aligner_bean_is_the_layer_of_the_default_chain() {
        for (String name : List.of("polite", "civility")) {
            Contexts.enabled()
                    .withBean(name, Aligner.class, () -> new CountingAligner("bean"))
                    .run(context -> {
                        assertThat(corrected(
                                        context.getBean(AlignerChains.class).get("default")))
                                .isEqualTo("a+bean");
                        assertThat(Contexts.factory(context).opened).isEmpty();
                    });
        }
    }

    @Test
    void an_aligner_bean_is_no_layer_if_properties_define_an_aligner() {
        Contexts.enabled()
                .withBean("polite", Aligner.class, () -> new CountingAligner("bean"))
                .withPropertyValues("aligner.aligners.short.device=cpu")
                .run(context -> assertThat(
                                corrected(context.getBean(AlignerChains.class).get("default")))
                        .isEqualTo("a+short"));
    }

    @Test
    void of_several_aligner_beans_the_properties_choose() {
        Contexts.enabled()
                .withBean("polite", Aligner.class, () -> new CountingAligner("a"))
                .withBean("brief", Aligner.class, () -> new CountingAligner("b"))
                .run(context -> {
                    assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo("The beans of type Aligner are [brief, polite], but no chain says which of them"
                                    + " correct, and in which order.");
                    assertThat(Contexts.analysis(context).getAction())
                            .isEqualTo("Set aligner.chains.default.layers, for example to brief,polite.");
                });
    }

    @Test
    void every_listener_gets_the_events_of_every_layer() {
        List<String> events = new ArrayList<>();
        Contexts.enabled()
                .withBean("one", CorrectionListener.class, () -> (stack, request, event) -> events.add("one " + stack))
                .withBean("two", CorrectionListener.class, () -> (stack, request, event) -> events.add("two " + stack))
                .run(context -> corrected(context.getBean(AlignerChains.class).get("default")));
        assertThat(events).containsExactlyInAnyOrder("one default", "two default");
    }

    @Test
    void an_application_can_replace_the_chains() {
        AlignerChains own = new AlignerChains(java.util.Map.of(
                "mine", AlignerStack.of("own", (request, context) -> Correction.of(request.answer(), "own"))));
        Contexts.enabled().withBean(AlignerChains.class, () -> own).run(context -> {
            assertThat(context.getBean(AlignerChains.class)).isSameAs(own);
            assertThat(Contexts.factory(context).opened).isEmpty();
        });
    }

    @Test
    void an_unknown_chain_is_an_error_that_names_those_there_are() {
        Contexts.enabled()
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(AlignerChains.class).get("nope"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("no chain has the name 'nope'; choose from [default]"));
    }

    @Test
    void without_the_runtime_only_beans_can_be_layers() {
        FilteredClassLoader withoutRuntime = new FilteredClassLoader("io.github.aligner4j.runtime");
        Contexts.plain()
                .withClassLoader(withoutRuntime)
                .withPropertyValues("aligner.enabled=true")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo(
                                    "The Aligner 'civility' is a checkpoint in this JVM, but aligner-gpu-runtime is not on the"
                                            + " class path.");
                    assertThat(Contexts.analysis(context).getAction()).contains("aligner-gpu-runtime");
                });
        Contexts.plain()
                .withClassLoader(withoutRuntime)
                .withBean("polite", Aligner.class, () -> new CountingAligner("bean"))
                .withPropertyValues("aligner.enabled=true", "aligner.chains.default.layers=polite")
                .run(context -> assertThat(
                                corrected(context.getBean(AlignerChains.class).get("default")))
                        .isEqualTo("a+bean"));
    }

    @Test
    void with_the_runtime_checkpoints_are_run_by_it() {
        Contexts.plain()
                .withBean("polite", Aligner.class, () -> new CountingAligner("bean"))
                .withPropertyValues("aligner.enabled=true", "aligner.chains.default.layers=polite")
                .run(context -> assertThat(context).hasSingleBean(DefaultAlignerFactory.class));
    }

    private static List<String> layers(AlignerStack stack) {
        return stack.layers().stream().map(Layer::name).toList();
    }

    private static List<FailurePolicy> policies(AssertableApplicationContext context) {
        return context.getBean(AlignerChains.class).get("default").layers().stream()
                .map(Layer::failurePolicy)
                .toList();
    }

    private static String corrected(AlignerStack stack) {
        return stack.correct(CorrectionRequest.of("q", "a")).answer();
    }
}
