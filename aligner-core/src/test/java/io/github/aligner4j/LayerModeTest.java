// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

class LayerModeTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "Because, you fool.");
    private static final Aligner KIND = Aligner.of(request -> request.answer().replace("fool", "friend"));
    private static final Aligner BRIEF = Aligner.of(request -> request.answer().replace("Because, ", ""));
    private static final Aligner LOUD = Aligner.of(request -> request.answer().toUpperCase(java.util.Locale.ROOT));

    private static final AlignerDescription OTHER = AlignerDescription.ofModel("other", null);

    private final Events events = new Events();
    private final ShadowQueue queue = ShadowQueue.builder().build();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void users_get_the_answer_without_a_shadow_layer_which_corrects_it_behind_the_call() throws InterruptedException {
        Correction correction = stack(shadow("kind", KIND)).correct(REQUEST);
        assertThat(correction.answer()).isEqualTo(REQUEST.answer());
        assertThat(correction.layers())
                .extracting(LayerTrace::name, LayerTrace::outcome, LayerTrace::detail)
                .containsExactly(tuple("kind", Outcome.SHADOWED, ""));
        LayerEvent event = events.awaitShadow();
        assertThat(event.trace().outcome()).isEqualTo(Outcome.CORRECTED);
        assertThat(event.correction())
                .isNotNull()
                .extracting(Correction::answer)
                .isEqualTo("Because, you friend.");
        assertThat(events.lines())
                .contains("kind SHADOWED: Because, you fool.", "stack = Because, you fool.")
                .contains("shadow kind CORRECTED: Because, you fool. -> Because, you friend.");
    }

    @Test
    void shadow_layers_read_what_they_would_read_if_they_were_enforced() throws InterruptedException {
        Correction correction = stack(
                        shadow("loud", LOUD),
                        off("off"),
                        shadow("kind", KIND),
                        Layer.of("brief", BRIEF),
                        shadow("late", KIND),
                        shadow("later", LOUD))
                .correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("you fool.");
        for (int i = 0; i < 4; i++) {
            events.awaitShadow();
        }
        assertThat(events.lines().stream().filter(line -> line.startsWith("shadow")))
                .containsExactly(
                        "shadow loud CORRECTED: Because, you fool. -> BECAUSE, YOU FOOL.",
                        "shadow kind UNCHANGED: BECAUSE, YOU FOOL. -> BECAUSE, YOU FOOL.",
                        "shadow late CORRECTED: you fool. -> you friend.",
                        "shadow later CORRECTED: you friend. -> YOU FRIEND.");
    }

    @Test
    void the_outcome_of_a_shadow_layer_is_the_real_one() throws InterruptedException {
        Aligner broken = (request, context) -> {
            throw new AlignerException("the device is gone");
        };
        FailurePolicy retry = FailurePolicy.retry(KIND, 1, FailurePolicy.failClosed());
        stack(
                        shadow("skipped", broken).withGate(request -> java.util.Optional.of("not German")),
                        shadow("same", Aligner.of(CorrectionRequest::answer)),
                        shadow("broken", broken).withFailurePolicy(FailurePolicy.refuse("No.")),
                        shadow("retried", broken).withFailurePolicy(retry))
                .correct(REQUEST);
        assertThat(IntStream.range(0, 4).mapToObj(i -> shadowed().trace()))
                .extracting(LayerTrace::name, LayerTrace::outcome, LayerTrace::detail)
                .containsExactly(
                        tuple("skipped", Outcome.SKIPPED, "not German"),
                        tuple("same", Outcome.UNCHANGED, ""),
                        tuple("broken", Outcome.FAILED, "the device is gone"),
                        tuple("retried", Outcome.CORRECTED, "attempt 2 succeeded; attempt 1: the device is gone"));
    }

    @Test
    void a_shadow_layer_knows_nothing_of_the_call() throws InterruptedException {
        List<CorrectionContext> contexts = new ArrayList<>();
        Aligner asking = (request, context) -> {
            contexts.add(context);
            return Correction.of(request.answer(), request.answer());
        };
        Cancellation cancellation = Cancellation.create();
        CorrectionContext context = CorrectionContext.DEFAULT
                .withCancellation(cancellation)
                .withMaxNewTokens(7)
                .withListener(heard::add)
                .withUpstream(message -> "better");
        stack(shadow("asking", asking)).correct(REQUEST, context);
        events.awaitShadow();
        assertThat(contexts).singleElement().satisfies(own -> {
            assertThat(own.cancellation()).isNotSameAs(cancellation);
            assertThat(own.isStreaming()).isFalse();
            assertThat(own.upstream()).isEmpty();
            assertThat(own.deadline()).isPresent();
            assertThat(own.maxNewTokens()).hasValue(7);
        });
        assertThat(heard).containsExactly(REQUEST.answer());
    }

    @Test
    void the_last_enforced_layer_streams_whatever_observes_after_it() {
        Aligner spelling = (request, context) -> {
            Correction correction = KIND.correct(request);
            correction.answer().codePoints().forEach(c -> context.emit(Character.toString(c)));
            return correction;
        };
        stack(Layer.of("brief", BRIEF), Layer.of("kind", spelling), shadow("loud", LOUD), off("off"))
                .correct(REQUEST, CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(heard).hasSize("you friend.".length());
        assertThat(String.join("", heard)).isEqualTo("you friend.");
    }

    @Test
    void a_layer_that_is_off_or_outside_its_share_is_skipped_with_the_reason() {
        Layer canary = Layer.of("canary", KIND).withRollout(rollout(LayerMode.CANARY, 0));
        Layer unseen = Layer.of("unseen", KIND).withRollout(rollout(LayerMode.SHADOW, 0));
        Correction correction = stack(off("off"), canary, unseen).correct(REQUEST);
        assertThat(correction.answer()).isEqualTo(REQUEST.answer());
        assertThat(correction.layers())
                .extracting(LayerTrace::outcome, LayerTrace::detail)
                .containsExactly(
                        tuple(Outcome.SKIPPED, "the layer is off"),
                        tuple(Outcome.SKIPPED, "the answer is not in the share that the layer corrects"),
                        tuple(Outcome.SKIPPED, "the answer is not in the share that the layer observes"));
    }

    @Test
    void a_share_is_the_same_for_a_user_and_only_grows() {
        Rollout rollout = rollout(LayerMode.CANARY, 0.2);
        List<Integer> few = corrected(rollout);
        assertThat(few).isEqualTo(corrected(rollout));
        assertThat(few.size() / 2000.0).isCloseTo(0.2, within(0.05));
        rollout.set(new RolloutState(LayerMode.CANARY, 0.5));
        assertThat(corrected(rollout)).containsAll(few);
        assertThat(corrected(rollout).size() / 2000.0).isCloseTo(0.5, within(0.05));
    }

    private List<Integer> corrected(Rollout rollout) {
        AlignerStack stack = stack(Layer.of("kind", KIND).withRollout(rollout));
        return IntStream.range(0, 2000)
                .filter(user -> stack.correct(REQUEST.withAttributes(Map.of(RequestAttributes.USER, "user-" + user)))
                        .changed())
                .boxed()
                .toList();
    }

    @Test
    void a_mode_that_is_changed_while_an_answer_is_corrected_holds_for_the_next() {
        Rollout rollout = Rollout.enforce();
        Aligner switching = Aligner.of(request -> {
            rollout.set(new RolloutState(LayerMode.OFF, 1));
            return request.answer();
        });
        AlignerStack stack =
                stack(Layer.of("switching", switching), Layer.of("kind", KIND).withRollout(rollout));
        assertThat(stack.correct(REQUEST).answer()).isEqualTo("Because, you friend.");
        assertThat(stack.correct(REQUEST).answer()).isEqualTo(REQUEST.answer());
    }

    @Test
    void a_session_keeps_the_modes_with_which_it_began_and_shows_the_answer_to_an_enforced_layer_only() {
        List<String> begun = new ArrayList<>();
        Rollout rollout = Rollout.enforce();
        AlignerStack stack = stack(
                shadow("shadow", begins("shadow", begun)),
                off("off"),
                Layer.of("kind", begins("kind", begun)).withRollout(rollout));
        try (CorrectionSession session = stack.begin(REQUEST.withAnswer(""), Runnable::run)) {
            assertThat(begun).containsExactly("kind");
            rollout.set(new RolloutState(LayerMode.OFF, 1));
            session.append(REQUEST.answer());
            assertThat(session.complete(REQUEST, CorrectionContext.DEFAULT).answer())
                    .isEqualTo("by the session of kind");
        }
        try (CorrectionSession session = stack.begin(REQUEST.withAnswer(""), Runnable::run)) {
            session.append(REQUEST.answer());
            assertThat(session.complete(REQUEST, CorrectionContext.DEFAULT).answer())
                    .isEqualTo(REQUEST.answer());
        }
        assertThat(begun).containsExactly("kind");
    }

    @Test
    void another_answer_of_the_upstream_model_is_not_corrected_by_the_session_of_the_first() {
        List<String> begun = new ArrayList<>();
        Aligner failing = Aligner.of(request -> {
            if (request.answer().startsWith("by the session")) {
                throw new AlignerException("it was bad");
            }
            return request.answer();
        });
        AlignerStack stack = stack(
                Layer.of("kind", begins("kind", begun)),
                Layer.of("safe", failing)
                        .withFailurePolicy(FailurePolicy.reprompt("Again.", 1, FailurePolicy.failClosed())));
        try (CorrectionSession session = stack.begin(REQUEST.withAnswer(""), Runnable::run)) {
            CorrectionContext context = CorrectionContext.DEFAULT.withUpstream(message -> "So, fool.");
            assertThat(session.complete(REQUEST, context).answer()).isEqualTo("So, friend.");
        }
    }

    @Test
    void a_stack_corrects_unless_every_layer_is_skipped_or_observes() {
        Rollout rollout = rollout(LayerMode.SHADOW, 1);
        AlignerStack stack = stack(off("off"), Layer.of("kind", KIND).withRollout(rollout));
        assertThat(stack.corrects(REQUEST)).isFalse();
        rollout.set(RolloutState.ENFORCE);
        assertThat(stack.corrects(REQUEST)).isTrue();
        assertThat(stack().corrects(REQUEST)).isFalse();
    }

    @Test
    void an_answer_that_was_passed_on_is_observed_and_reported_but_never_corrected() {
        Aligner forbidden = (request, context) -> {
            throw new AssertionError("called");
        };
        stack(shadow("kind", KIND), off("off"), Layer.of("enforced", forbidden), shadow("loud", LOUD))
                .observe(REQUEST);
        shadowed();
        shadowed();
        assertThat(events.lines().stream().filter(line -> !line.startsWith("shadow")))
                .containsExactly(
                        "kind SHADOWED: Because, you fool.",
                        "off SKIPPED: Because, you fool.",
                        "enforced SKIPPED: Because, you fool.",
                        "loud SHADOWED: Because, you fool.",
                        "stack = Because, you fool.");
        assertThat(events.lines()).contains("shadow loud CORRECTED: Because, you friend. -> BECAUSE, YOU FRIEND.");
    }

    @Test
    void an_answer_of_a_failed_call_is_observed_and_that_of_a_cancelled_call_is_not() {
        Cancellation cancellation = Cancellation.create();
        Aligner broken = (request, context) -> {
            throw new AlignerException("the device is gone");
        };
        Aligner cancelling = (request, context) -> {
            cancellation.cancel();
            return Correction.of(request.answer(), "late");
        };
        AlignerStack cancelled = stack(shadow("unseen", LOUD), Layer.of("cancelling", cancelling));
        assertThatThrownBy(() -> cancelled.correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThatThrownBy(() ->
                        stack(shadow("kind", KIND), Layer.of("broken", broken)).correct(REQUEST))
                .isInstanceOf(LayerFailedException.class);
        assertThat(shadowed().trace().name()).isEqualTo("kind");
        assertThat(queue.completed() + queue.queued()).isLessThanOrEqualTo(1);
    }

    @Test
    void an_event_names_the_mode_in_which_the_answer_began_and_the_aligner_that_was_called_last() {
        List<LayerEvent> seen = new ArrayList<>();
        Rollout canary = rollout(LayerMode.CANARY, 1);
        Aligner switching = Aligner.of(request -> {
            canary.set(new RolloutState(LayerMode.OFF, 1));
            throw new AlignerException("gone");
        });
        AlignerStack stack = AlignerStack.builder("stack")
                .layer(Layer.of("kind", switching)
                        .withRollout(canary)
                        .withFailurePolicy(FailurePolicy.retry(described(), 1, FailurePolicy.failClosed())))
                .listener((name, request, event) -> seen.add(event))
                .build();
        stack.correct(REQUEST);
        assertThat(seen).singleElement().satisfies(event -> {
            assertThat(event.mode()).isEqualTo(LayerMode.CANARY);
            assertThat(event.aligner()).isSameAs(OTHER);
        });
    }

    @Test
    void an_aligner_that_fails_to_describe_itself_corrects_all_the_same() {
        Aligner broken = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return KIND.correct(request, context);
            }

            @Override
            public AlignerDescription description() {
                throw new NoClassDefFoundError("gone");
            }
        };
        assertThat(stack(Layer.of("kind", broken)).correct(REQUEST).answer()).isEqualTo("Because, you friend.");
    }

    private static Aligner described() {
        return new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return KIND.correct(request, context);
            }

            @Override
            public AlignerDescription description() {
                return OTHER;
            }
        };
    }

    private LayerEvent shadowed() {
        try {
            return events.awaitShadow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private AlignerStack stack(Layer... layers) {
        AlignerStack.Builder builder =
                AlignerStack.builder("stack").listener(events).shadowQueue(queue);
        List.of(layers).forEach(builder::layer);
        return builder.build();
    }

    private static Layer shadow(String name, Aligner aligner) {
        return Layer.of(name, aligner).withRollout(rollout(LayerMode.SHADOW, 1));
    }

    private static Layer off(String name) {
        return Layer.of(name, LOUD).withRollout(rollout(LayerMode.OFF, 1));
    }

    private static Rollout rollout(LayerMode mode, double share) {
        return Rollout.of(new RolloutState(mode, share));
    }

    private static Aligner begins(String name, List<String> begun) {
        return new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return KIND.correct(request, context);
            }

            @Override
            public CorrectionSession begin(CorrectionRequest request, Executor executor) {
                begun.add(name);
                return new CorrectionSession() {
                    @Override
                    public void append(String text) {}

                    @Override
                    public Correction complete(CorrectionRequest complete, CorrectionContext context) {
                        return Correction.of(complete.answer(), "by the session of " + name);
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
