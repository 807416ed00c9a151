// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** An answer that is corrected in parts is one answer to everyone who looks on. */
class StackPartsTest {

    private static final CorrectionRequest QUESTION = CorrectionRequest.of("Why?", "");
    private static final CorrectionRequest WHOLE = QUESTION.withAnswer("You fool! Because, you fool.");
    private static final Aligner KIND = Aligner.of(request -> request.answer().replace("fool", "friend"));
    private static final Aligner BRIEF = Aligner.of(request -> request.answer().replace("Because, ", ""));

    private final Events events = new Events();
    private final List<StackEvent> ends = new ArrayList<>();
    private final List<LayerEvent> layers = new ArrayList<>();
    private final ShadowQueue queue = ShadowQueue.builder().build();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void each_layer_and_the_stack_are_reported_once_in_one_pair_of_scopes() {
        StackParts parts =
                stack(Layer.of("kind", KIND), Layer.of("brief", BRIEF)).parts(QUESTION);
        assertThat(correct(parts, "You fool!")).isEqualTo("You friend!");
        assertThat(correct(parts, "Because, you fool.")).isEqualTo("you friend.");
        assertThat(events.all()).isEmpty();
        Correction correction = parts.complete(WHOLE, "You friend! you friend.", StackPartsTest::spaced);
        assertThat(correction.original()).isEqualTo(WHOLE.answer());
        assertThat(correction.answer()).isEqualTo("You friend! you friend.");
        assertThat(correction.layers())
                .extracting(LayerTrace::name, LayerTrace::outcome)
                .containsExactly(tuple("kind", Outcome.CORRECTED), tuple("brief", Outcome.CORRECTED));
        assertThat(events.all())
                .containsExactly(
                        "stack {",
                        "kind {",
                        "kind CORRECTED: You fool! Because, you fool. -> You friend! Because, you friend.",
                        "} kind",
                        "brief {",
                        "brief CORRECTED: You friend! Because, you friend. -> You friend! you friend.",
                        "} brief",
                        "stack = You friend! you friend.",
                        "} stack");
    }

    @Test
    void what_one_part_needed_the_answer_needed() {
        Aligner counted = (request, context) ->
                Correction.of(request.answer(), request.answer(), new TokenUsage(10, 3), Duration.ofMillis(5));
        LayerGate gate = request -> request.answer().length() < 10 ? Optional.of("it is short") : Optional.empty();
        StackParts parts = stack(
                        Layer.of("kind", KIND),
                        Layer.of("counted", counted).withGate(gate),
                        Layer.of("never", counted).withGate(request -> Optional.of("never")))
                .parts(QUESTION);
        correct(parts, "You fool!");
        correct(parts, "Because of this.");
        correct(parts, "Because of that.");
        Correction correction = parts.complete(
                WHOLE, "You friend! Because of this. Because of that.", text -> spaced(text) + " " + text.apply(2));
        assertThat(correction.usage()).isEqualTo(new TokenUsage(30, 9));
        assertThat(correction.layers())
                .extracting(LayerTrace::name, LayerTrace::outcome, LayerTrace::usage, LayerTrace::detail)
                .containsExactly(
                        tuple("kind", Outcome.CORRECTED, TokenUsage.NONE, ""),
                        tuple("counted", Outcome.UNCHANGED, new TokenUsage(30, 9), ""),
                        tuple("never", Outcome.SKIPPED, TokenUsage.NONE, "never"));
        assertThat(layers.get(0).correction()).extracting(Correction::answer).isEqualTo(correction.answer());
        assertThat(layers.get(1).correction()).extracting(Correction::changed).isEqualTo(false);
        assertThat(layers.get(2).correction()).isNull();
    }

    @Test
    void a_part_that_fails_fails_the_answer() {
        Aligner failing = Aligner.of(request -> {
            if (request.answer().startsWith("Because")) {
                throw new AlignerException("the device is gone");
            }
            return request.answer();
        });
        StackParts parts = stack(Layer.of("kind", KIND), Layer.of("failing", failing), shadow("later", BRIEF))
                .parts(QUESTION);
        correct(parts, "You fool!");
        assertThatThrownBy(() -> correct(parts, "Because, you fool.")).isInstanceOf(LayerFailedException.class);
        parts.fail(WHOLE, StackPartsTest::spaced);
        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.correction()).isNull();
            assertThat(end.layers())
                    .extracting(LayerTrace::outcome, LayerTrace::detail)
                    .containsExactly(tuple(Outcome.CORRECTED, ""), tuple(Outcome.FAILED, "the device is gone"));
        });
        assertThat(layers.get(1).failure()).hasMessage("the device is gone");
        assertThat(layers.get(1).correction()).isNull();
    }

    @Test
    void a_part_that_is_refused_ends_the_answer() {
        Aligner failing = (request, context) -> {
            throw new AlignerException("the device is gone");
        };
        StackParts parts = stack(
                        Layer.of("kind", failing).withFailurePolicy(FailurePolicy.refuse("No.")),
                        Layer.of("brief", BRIEF))
                .parts(QUESTION);
        assertThat(parts.refused()).isFalse();
        assertThat(correct(parts, "You fool!")).isEqualTo("No.");
        assertThat(parts.refused()).isTrue();
        assertThat(parts.complete(WHOLE, "No.", text -> text.apply(0)).layers())
                .extracting(LayerTrace::name, LayerTrace::outcome)
                .containsExactly(tuple("kind", Outcome.REFUSED));
    }

    @Test
    void later_layers_are_reported_with_the_refusal_in_place_of_the_refused_part() throws InterruptedException {
        Aligner failing = Aligner.of(request -> {
            if (request.answer().startsWith("Because")) {
                throw new AlignerException("the device is gone");
            }
            return request.answer();
        });
        StackParts parts = stack(
                        Layer.of("kind", failing).withFailurePolicy(FailurePolicy.refuse("No.")),
                        Layer.of("brief", BRIEF),
                        shadow("after", KIND))
                .parts(QUESTION);
        correct(parts, "You fool!");
        correct(parts, "Because, you fool.");
        parts.complete(WHOLE, "You fool! No.", StackPartsTest::spaced);
        events.awaitShadow();
        assertThat(events.lines())
                .contains(
                        "brief UNCHANGED: You fool! No. -> You fool! No.",
                        "after SHADOWED: You fool! No.",
                        "shadow after CORRECTED: You fool! No. -> You friend! No.");
    }

    @Test
    void shadow_layers_read_the_whole_answer_once() throws InterruptedException {
        StackParts parts = stack(shadow("before", KIND), Layer.of("brief", BRIEF), shadow("after", KIND))
                .parts(QUESTION);
        correct(parts, "You fool!");
        correct(parts, "Because, you fool.");
        assertThat(queue.completed()).isZero();
        parts.complete(WHOLE, "You fool! you fool.", StackPartsTest::spaced);
        events.awaitShadow();
        events.awaitShadow();
        assertThat(events.lines())
                .containsSubsequence(
                        "before SHADOWED: You fool! Because, you fool.",
                        "brief CORRECTED: You fool! Because, you fool. -> You fool! you fool.",
                        "after SHADOWED: You fool! you fool.",
                        "stack = You fool! you fool.")
                .containsSubsequence(
                        "shadow before CORRECTED: You fool! Because, you fool. -> You friend! Because, you friend.",
                        "shadow after CORRECTED: You fool! you fool. -> You friend! you friend.");
    }

    @Test
    void modes_that_change_between_two_parts_hold_for_the_next_answer() {
        Rollout rollout = Rollout.enforce();
        StackParts parts = stack(Layer.of("kind", KIND).withRollout(rollout)).parts(QUESTION);
        assertThat(correct(parts, "You fool!")).isEqualTo("You friend!");
        rollout.set(new RolloutState(LayerMode.OFF, 1));
        assertThat(correct(parts, "You fool!")).isEqualTo("You friend!");
        parts.complete(WHOLE, "You friend! You friend!", StackPartsTest::spaced);
        assertThat(layers).singleElement().extracting(LayerEvent::mode).isEqualTo(LayerMode.ENFORCE);
    }

    @Test
    void the_upstream_model_is_not_asked_to_answer_a_part_again() {
        Aligner failing = (request, context) -> {
            throw new AlignerException("the device is gone");
        };
        StackParts parts = stack(Layer.of("kind", failing)
                        .withFailurePolicy(FailurePolicy.reprompt("Again.", 1, FailurePolicy.refuse("No."))))
                .parts(QUESTION);
        CorrectionContext context = CorrectionContext.DEFAULT.withUpstream(message -> {
            throw new AssertionError("asked");
        });
        assertThat(parts.correct(QUESTION.withAnswer("You fool!"), context).answer())
                .isEqualTo("No.");
    }

    @Test
    void an_answer_without_a_corrected_part_is_reported_with_no_layer() {
        Correction correction =
                stack(Layer.of("kind", KIND)).parts(QUESTION).complete(WHOLE, WHOLE.answer(), text -> WHOLE.answer());
        assertThat(correction.changed()).isFalse();
        assertThat(correction.layers()).isEmpty();
        assertThat(ends).hasSize(1);
    }

    private static String spaced(IntFunction<String> text) {
        return text.apply(0) + " " + text.apply(1);
    }

    private static String correct(StackParts parts, String part) {
        return parts.correct(QUESTION.withAnswer(part)).answer();
    }

    private AlignerStack stack(Layer... stacked) {
        CorrectionListener collecting = new CorrectionListener() {
            @Override
            public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
                layers.add(event);
            }

            @Override
            public void onStack(String stack, CorrectionRequest request, StackEvent event) {
                ends.add(event);
            }
        };
        AlignerStack.Builder builder = AlignerStack.builder("stack")
                .listener(CorrectionListener.all(List.of(events, collecting)))
                .shadowQueue(queue);
        List.of(stacked).forEach(builder::layer);
        return builder.build();
    }

    private static Layer shadow(String name, Aligner aligner) {
        return Layer.of(name, aligner).withRollout(Rollout.of(new RolloutState(LayerMode.SHADOW, 1)));
    }
}
