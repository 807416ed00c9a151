// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.observation.AnswerObservationConvention;
import io.github.aligner4j.observation.MicrometerCorrectionListener;
import io.github.aligner4j.observation.ObservationCorrectionListener;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.drafting.PassCost;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

class ObservabilityTest {

    @Test
    void layers_are_measured_where_the_application_measures() {
        Contexts.enabled()
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    context.getBean(AlignerChains.class).get("default").correct(CorrectionRequest.of("q", "a"));

                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("aligner.layer")
                                    .tags("chain", "default", "layer", "civility", "outcome", "corrected")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void without_a_registry_or_micrometer_nothing_is_measured() {
        Contexts.enabled()
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MicrometerCorrectionListener.class));
        Contexts.enabled()
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("micrometerCorrectionListener"));
    }

    @Test
    void answers_and_layers_are_observed_where_the_application_observes() {
        ObservationRegistry registry = ObservationRegistry.create();
        List<Observation.Context> stopped = new ArrayList<>();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        AnswerObservationConvention own = new AnswerObservationConvention() {
            @Override
            public String getName() {
                return "own.answer";
            }
        };
        Contexts.enabled()
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean(AnswerObservationConvention.class, () -> own)
                .withPropertyValues("aligner.observation.texts=true", "aligner.observation.guardrail-attributes=true")
                .run(context -> {
                    context.getBean(AlignerChains.class).get("default").correct(CorrectionRequest.of("q", "a"));

                    assertThat(stopped)
                            .extracting(Observation.Context::getName)
                            .containsExactly("aligner.layer.call", "own.answer");
                    assertThat(stopped.get(0).getAllKeyValues().toString())
                            .contains("aligner.text.answer", "gen_ai.guardrail.component.name");
                });
    }

    @Test
    void without_an_observation_registry_nothing_is_observed() {
        Contexts.enabled()
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(ObservationCorrectionListener.class));
    }

    @Test
    void models_caches_the_shadow_queue_and_the_audit_log_have_meters(@TempDir Path folder) {
        Contexts.plain()
                .withBean(AlignerFactory.class, StatisticsFactory::new)
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
                .withPropertyValues(
                        "aligner.enabled=true",
                        "aligner.aligners.civil.cache.maximum-size=10",
                        "aligner.chains.default.layers=civil",
                        "aligner.audit.file=" + folder.resolve("audit.jsonl"))
                .run(context -> {
                    AlignerChains chains = context.getBean(AlignerChains.class);
                    chains.get("default").correct(CorrectionRequest.of("q", "a"));
                    chains.get("default").correct(CorrectionRequest.of("q", "a"));

                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    assertThat(registry.get("aligner.engine.queued")
                                    .tag("engine", "civil")
                                    .gauge()
                                    .value())
                            .isEqualTo(3);
                    assertThat(registry.get("aligner.cache.lookups")
                                    .tags("aligner", "civil", "result", "hit")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(1);
                    assertThat(registry.get("aligner.audit.events")
                                    .tag("result", "written")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(2);
                    assertThat(registry.get("aligner.shadow.queued").gauge().value())
                            .isZero();
                    assertThat(registry.get("aligner.stack")
                                    .tags("chain", "default", "outcome", "corrected")
                                    .timer()
                                    .count())
                            .isEqualTo(2);
                });
    }

    /** Opens Aligners whose model has three requests in its queue. */
    private static final class StatisticsFactory implements AlignerFactory {

        @Override
        public Aligner open(String name, AlignerProperties.Definition definition) {
            return new CountingAligner(name);
        }

        @Override
        public AlignerState state(Aligner opened) {
            return AlignerState.LOADED.withStatistics(
                    EngineStatistics.of(true, new EngineStatistics.Requests(3, 1, 5, 0, 0)));
        }
    }

    @Test
    void health_tells_the_chains_and_how_the_aligners_are() {
        Contexts.enabled().run(context -> {
            HealthIndicator indicator = context.getBean("alignerHealthIndicator", HealthIndicator.class);

            Health loaded = Objects.requireNonNull(indicator.health());
            assertThat(loaded.getStatus()).isEqualTo(Status.UP);
            assertThat(loaded.getDetails())
                    .containsEntry("chains", Map.of("default", List.of("civility")))
                    .containsEntry(
                            "aligners", Map.of("civility", Map.of("state", "loaded", "lastError", "none so far")));

            Contexts.factory(context).aligners.get(0).close();
            Health closed = Objects.requireNonNull(indicator.health());
            assertThat(closed.getStatus()).isEqualTo(Status.DOWN);
            assertThat(closed.getDetails().toString()).contains("state=closed");
        });
    }

    @Test
    void health_repeats_no_message_of_a_stranger() {
        AlignerFactory strange = new AlignerFactory() {
            @Override
            public Aligner open(String name, AlignerProperties.Definition definition) {
                return new CountingAligner(name);
            }

            @Override
            public AlignerState state(Aligner opened) {
                throw new IllegalStateException("you idiot");
            }
        };
        Contexts.plain()
                .withPropertyValues("aligner.enabled=true")
                .withBean(AlignerFactory.class, () -> strange)
                .run(context -> assertThat(
                                Objects.requireNonNull(context.getBean("alignerHealthIndicator", HealthIndicator.class)
                                                .health())
                                        .getDetails()
                                        .toString())
                        .contains("java.lang.IllegalStateException")
                        .doesNotContain("idiot"));
    }

    @Test
    void health_can_be_switched_off_or_be_missing() {
        Contexts.enabled()
                .withPropertyValues("management.health.aligner.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("alignerHealthIndicator"));
        Contexts.enabled()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AlignerChains.class)
                        .doesNotHaveBean("alignerHealthIndicator"));
    }

    @Test
    void a_checkpoint_tells_its_runtime_status() {
        RuntimeStatus status = new RuntimeStatus(
                "cpu",
                "float32",
                List.of("96 x 32 float32: padded (the fast product was off by 0.31)"),
                PassCost.CPU,
                false,
                new RuntimeStatus.Requests(1, 1, 7, 2, "too long"),
                new RuntimeStatus.KvCache(5, 10, 0),
                new RuntimeStatus.PrefixCache(0, 0, 8, 2));

        AlignerState state = CheckpointSettings.state(status);

        assertThat(state.usable()).isTrue();
        assertThat(state.details())
                .containsEntry("device", "cpu")
                .containsEntry("dtype", "float32")
                .containsEntry("queued", 1)
                .containsEntry("completed", 7L)
                .containsEntry("failed", 2L)
                .containsEntry("cacheBytes", 5L)
                .containsEntry("cacheLimitBytes", 10L)
                .containsEntry("prefixHitRate", 0.25)
                .containsEntry("kernelFallbacks", List.of("96 x 32 float32: padded (the fast product was off by 0.31)"))
                .containsEntry("lastError", "too long");
    }
}
