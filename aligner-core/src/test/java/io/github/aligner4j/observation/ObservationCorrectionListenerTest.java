// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerFailedException;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.TokenUsage;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObservationCorrectionListenerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("why", "you fool");
    private static final Aligner KIND = (request, context) -> Correction.of(
            request.answer(), request.answer().replace("fool", "friend"), new TokenUsage(9, 4), Duration.ofMillis(3));
    private static final Aligner BROKEN = (request, context) -> {
        throw new IllegalStateException("could not read 'you fool'");
    };

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Stopped stopped = new Stopped();

    @BeforeEach
    void handle() {
        registry.observationConfig().observationHandler(stopped);
    }

    @Test
    void an_answer_is_a_child_of_the_callers_observation_and_its_layers_are_its_children() {
        Observation caller = Observation.start("http", registry);
        caller.scoped(() -> {
            stack(Layer.of("kind", KIND), Layer.of("again", KIND)).correct(REQUEST);
        });
        caller.stop();

        assertThat(stopped.names())
                .containsExactly("aligner.layer.call", "aligner.layer.call", "aligner.answer", "http");
        assertThat(parent(0)).isSameAs(stopped.contexts.get(2));
        assertThat(parent(1)).isSameAs(stopped.contexts.get(2));
        assertThat(parent(2)).isSameAs(stopped.contexts.get(3));
        assertThat(stopped.contexts.get(2).getContextualName()).isEqualTo("align support");
    }

    @Test
    void what_an_aligner_observes_is_a_child_of_its_layer() {
        Aligner observed = Aligner.of(request -> {
            Observation.createNotStarted("engine", registry).observe(() -> {});
            return request.answer();
        });
        stack(Layer.of("kind", observed)).correct(REQUEST);

        assertThat(stopped.names()).containsExactly("engine", "aligner.layer.call", "aligner.answer");
        assertThat(parent(0)).isSameAs(stopped.contexts.get(1));
    }

    @Test
    void a_layer_has_few_values_in_low_cardinality_keys_and_the_rest_in_others() {
        Aligner described = new DelegatingAligner(KIND) {
            @Override
            public AlignerDescription description() {
                return AlignerDescription.ofModel("aligner-7b", "sha256:1")
                        .withAdapter("empathy", "sha256:2")
                        .withTemplate("aligner-7b");
            }
        };
        LayerGate gate = LayerGate.of(
                (request, context) -> new Detection("rude", 0.75, new TokenUsage(5, 1), Duration.ZERO), "rude", 0.5);
        stack(Layer.of("kind", described).withGate(gate)).correct(REQUEST);

        assertThat(stopped.low(0))
                .containsExactlyInAnyOrder(
                        "aligner.chain=support",
                        "aligner.layer=kind",
                        "aligner.mode=enforce",
                        "aligner.outcome=corrected");
        assertThat(stopped.high(0))
                .containsExactlyInAnyOrder(
                        "aligner.edit.ratio=0.6",
                        "aligner.detection.label=rude",
                        "aligner.detection.score=0.75",
                        "gen_ai.request.model=aligner-7b",
                        "aligner.model.hash=sha256:1",
                        "aligner.adapter=empathy",
                        "aligner.adapter.hash=sha256:2",
                        "aligner.template=aligner-7b",
                        "gen_ai.usage.input_tokens=14",
                        "gen_ai.usage.output_tokens=5");
        assertThat(stopped.low(1)).containsExactlyInAnyOrder("aligner.chain=support", "aligner.outcome=corrected");
        assertThat(stopped.high(1)).containsExactly("aligner.edit.ratio=0.6");
    }

    @Test
    void the_mode_of_a_layer_is_the_one_that_it_has_at_present() {
        Rollout rollout = Rollout.of(new RolloutState(LayerMode.CANARY, 1));
        AlignerStack stack = stack(Layer.of("kind", KIND).withRollout(rollout));
        stack.correct(REQUEST);
        rollout.set(new RolloutState(LayerMode.SHADOW, 0));
        stack.correct(REQUEST);

        assertThat(stopped.low(0)).contains("aligner.mode=canary", "aligner.outcome=corrected");
        assertThat(stopped.low(2)).contains("aligner.mode=shadow", "aligner.outcome=skipped");
    }

    @Test
    void a_failed_layer_is_an_error_that_quotes_no_text() {
        assertThatThrownBy(() -> stack(Layer.of("broken", BROKEN)).correct(REQUEST))
                .isInstanceOf(LayerFailedException.class);

        assertThat(stopped.low(0)).contains("aligner.outcome=failed");
        assertThat(stopped.high(0)).contains("error.type=java.lang.IllegalStateException");
        assertThat(stopped.low(1)).contains("aligner.outcome=failed");
        for (Observation.Context context : stopped.contexts) {
            Throwable error = Objects.requireNonNull(context.getError());
            assertThat(error).hasNoCause();
            assertThat(error.toString()).doesNotContain("fool");
            assertThat(context.getAllKeyValues().toString()).doesNotContain("fool");
        }
    }

    @Test
    void a_layer_that_refuses_is_an_error_of_an_answer_that_is_none() {
        stack(Layer.of("broken", BROKEN).withFailurePolicy(FailurePolicy.refuse("No.")))
                .correct(REQUEST);

        assertThat(stopped.low(0)).contains("aligner.outcome=refused");
        assertThat(stopped.contexts.get(0).getError()).isNotNull();
        assertThat(stopped.low(1)).contains("aligner.outcome=refused");
        assertThat(stopped.contexts.get(1).getError()).isNull();
    }

    @Test
    void every_ending_of_a_call_stops_its_observations_and_closes_their_scopes() {
        Cancellation cancellation = Cancellation.create();
        CorrectionContext cancelled = CorrectionContext.DEFAULT.withCancellation(cancellation);
        Aligner cancelling = Aligner.of(request -> {
            cancellation.cancel();
            return request.answer();
        });
        assertThatThrownBy(() -> stack(Layer.of("kind", cancelling)).correct(REQUEST, cancelled))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(stopped.low(0)).contains("aligner.outcome=cancelled");
        assertThat(stopped.low(1)).contains("aligner.outcome=cancelled");

        assertThatThrownBy(() -> stack(Layer.of("kind", (request, context) -> {
                            throw new StackOverflowError();
                        }))
                        .correct(REQUEST))
                .isInstanceOf(LayerFailedException.class);
        CorrectionContext throwing = CorrectionContext.DEFAULT.withListener(text -> {
            throw new IllegalArgumentException("the client is gone");
        });
        assertThatThrownBy(() -> stack(Layer.of("kind", KIND)).correct(REQUEST, throwing))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(stopped.contexts).hasSize(6);
        assertThat(stopped.low(5)).contains("aligner.outcome=cancelled");
        assertThat(registry.getCurrentObservation()).isNull();
        assertThat(stopped.open).isZero();
    }

    @Test
    void a_stack_in_a_stack_is_observed_inside_its_layer() {
        ObservationCorrectionListener listener =
                new ObservationCorrectionListener(registry, ObservationSettings.DEFAULT);
        AlignerStack inner = AlignerStack.builder("inner")
                .layer("kind", KIND)
                .listener(listener)
                .build();
        AlignerStack.builder("outer")
                .layer("nested", inner)
                .layer(Layer.of("open", BROKEN).withFailurePolicy(FailurePolicy.failOpen()))
                .listener(listener)
                .build()
                .correct(REQUEST);

        assertThat(stopped.names())
                .containsExactly(
                        "aligner.layer.call",
                        "aligner.answer",
                        "aligner.layer.call",
                        "aligner.layer.call",
                        "aligner.answer");
        assertThat(parent(1)).isSameAs(stopped.contexts.get(2));
        assertThat(stopped.low(1)).contains("aligner.chain=inner", "aligner.outcome=corrected");
        assertThat(stopped.low(2)).contains("aligner.layer=nested", "aligner.outcome=corrected");
        assertThat(stopped.low(3)).contains("aligner.layer=open", "aligner.outcome=failed_open");
        assertThat(stopped.low(4)).contains("aligner.chain=outer", "aligner.outcome=corrected");
    }

    @Test
    void texts_and_attributes_of_a_proposal_are_observed_only_if_they_are_asked_for() {
        stack(Layer.of("kind", KIND)).correct(REQUEST);
        assertThat(stopped.contexts)
                .allSatisfy(context ->
                        assertThat(context.getAllKeyValues().toString()).doesNotContain("fool", "friend", "guardrail"));

        stopped.contexts.clear();
        ObservationSettings all = ObservationSettings.DEFAULT.withTexts(true).withGuardrailAttributes(true);
        AlignerStack.builder("support")
                .layer("kind", KIND)
                .listener(new ObservationCorrectionListener(registry, all))
                .build()
                .correct(REQUEST);

        assertThat(stopped.high(0))
                .contains(
                        "aligner.text.answer=you fool",
                        "aligner.text.correction=you friend",
                        "gen_ai.guardrail.component.name=kind",
                        "gen_ai.guardrail.source=output",
                        "gen_ai.guardrail.result.type=outcome",
                        "gen_ai.guardrail.result.value=corrected");
        assertThat(stopped.high(1)).contains("aligner.text.question=why", "aligner.text.correction=you friend");
    }

    @Test
    void a_convention_of_ones_own_replaces_the_default() {
        LayerObservationConvention own = new LayerObservationConvention() {
            @Override
            public String getName() {
                return "own";
            }
        };
        AlignerStack.builder("support")
                .layer("kind", KIND)
                .listener(new ObservationCorrectionListener(registry, ObservationSettings.DEFAULT, null, own))
                .build()
                .correct(REQUEST);

        assertThat(stopped.names()).containsExactly("own", "aligner.answer");
    }

    @Test
    void timers_of_observations_and_of_layers_live_in_one_prometheus_registry() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(prometheus));
        List<String> failures = new ArrayList<>();
        prometheus.config().onMeterRegistrationFailed((id, reason) -> failures.add(id + ": " + reason));
        for (Aligner aligner : List.of(KIND, BROKEN)) {
            AlignerStack.builder("support")
                    .layer(Layer.of("kind", aligner).withFailurePolicy(FailurePolicy.failOpen()))
                    .listener(CorrectionListener.all(List.of(
                            new MicrometerCorrectionListener(prometheus),
                            new ObservationCorrectionListener(registry, ObservationSettings.DEFAULT))))
                    .build()
                    .correct(REQUEST);
        }

        assertThat(failures).isEmpty();
        assertThat(prometheus.scrape())
                .contains(
                        "aligner_layer_seconds_count{chain=\"support\",layer=\"kind\",outcome=\"corrected\"} 1",
                        "aligner_layer_seconds_count{chain=\"support\",layer=\"kind\",outcome=\"failed_open\"} 1",
                        "aligner_stack_seconds_count{chain=\"support\",outcome=\"corrected\"} 1",
                        "aligner_layer_call_seconds_count{aligner_chain=\"support\",aligner_layer=\"kind\","
                                + "aligner_mode=\"enforce\",aligner_outcome=\"failed_open\",error=\"LayerFailure\"} 1",
                        "aligner_answer_seconds_count{aligner_chain=\"support\",aligner_outcome=\"corrected\","
                                + "error=\"none\"} 1");
        assertThat(prometheus.scrape())
                .contains("aligner_answer_active_seconds_count{aligner_chain=\"support\",aligner_outcome=\"none\"} 0");
    }

    @Test
    void a_registry_without_handlers_costs_nothing_and_breaks_nothing() {
        AlignerStack stack = AlignerStack.builder("support")
                .layer("kind", KIND)
                .listener(new ObservationCorrectionListener(ObservationRegistry.NOOP, ObservationSettings.DEFAULT))
                .build();

        assertThat(stack.correct(REQUEST).answer()).isEqualTo("you friend");
    }

    @Test
    void a_failing_aligner_whose_exception_is_ours_is_described() {
        stack(Layer.of("kind", (request, context) -> {
                            throw new AlignerException("the device is gone");
                        })
                        .withFailurePolicy(FailurePolicy.failOpen()))
                .correct(REQUEST);

        assertThat(stopped.high(0)).anyMatch(value -> value.startsWith("aligner.detail=the device is gone"));
    }

    private AlignerStack stack(Layer... layers) {
        AlignerStack.Builder builder = AlignerStack.builder("support")
                .listener(new ObservationCorrectionListener(registry, ObservationSettings.DEFAULT));
        List.of(layers).forEach(builder::layer);
        return builder.build();
    }

    private Object parent(int index) {
        return Objects.requireNonNull(stopped.contexts.get(index).getParentObservation())
                .getContextView();
    }

    /** The contexts of the observations that have stopped, in that order. */
    private static final class Stopped implements ObservationHandler<Observation.Context> {

        private final List<Observation.Context> contexts = new ArrayList<>();
        private int open;

        @Override
        public void onScopeOpened(Observation.Context context) {
            open++;
        }

        @Override
        public void onScopeClosed(Observation.Context context) {
            open--;
        }

        @Override
        public void onStop(Observation.Context context) {
            contexts.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        List<String> names() {
            return contexts.stream().map(Observation.Context::getName).toList();
        }

        List<String> low(int index) {
            return contexts.get(index).getLowCardinalityKeyValues().stream()
                    .map(value -> value.getKey() + "=" + value.getValue())
                    .toList();
        }

        List<String> high(int index) {
            return contexts.get(index).getHighCardinalityKeyValues().stream()
                    .map(value -> value.getKey() + "=" + value.getValue())
                    .toList();
        }
    }
}
