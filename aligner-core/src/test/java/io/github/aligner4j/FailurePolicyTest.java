// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FailurePolicyTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "Because, you fool.");
    private static final Aligner KIND = Aligner.of(request -> request.answer().replace("fool", "friend"));
    private static final Aligner BRIEF = Aligner.of(request -> request.answer().replace("Because, ", ""));
    private static final FailurePolicy CLOSED = FailurePolicy.failClosed();

    private final Events events = new Events();
    private final List<String> read = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void a_retry_reads_the_answer_that_the_layer_was_given() {
        Correction correction = stack(
                        Layer.of("brief", BRIEF),
                        Layer.of("kind", failing("gone"))
                                .withFailurePolicy(FailurePolicy.retry(reading(KIND), 1, CLOSED)))
                .correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("you friend.");
        assertThat(read).containsExactly("you fool.");
        assertThat(correction.layers().get(1).outcome()).isEqualTo(Outcome.CORRECTED);
        assertThat(correction.layers().get(1).detail()).isEqualTo("attempt 2 succeeded; attempt 1: gone");
    }

    @Test
    void a_retry_is_made_as_often_as_allowed_and_then_the_next_policy_decides() {
        FailurePolicy policy = FailurePolicy.retry(
                reading(failing("still gone")),
                3,
                FailurePolicy.retry(reading(failing("off")), 2, FailurePolicy.failOpen()));
        Correction correction = stack(Layer.of("kind", failing("gone")).withFailurePolicy(policy))
                .correct(REQUEST);
        assertThat(read).hasSize(5).containsOnly(REQUEST.answer());
        assertThat(correction.answer()).isEqualTo(REQUEST.answer());
        assertThat(correction.layers().get(0).outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(correction.layers().get(0).detail()).isEqualTo("off; attempt 1 failed, too: gone");
    }

    @Test
    void a_call_that_fails_after_retries_says_why_each_of_them_failed() {
        AlignerStack stack = stack(
                Layer.of("kind", failing("gone")).withFailurePolicy(FailurePolicy.retry(failing("off"), 1, CLOSED)));
        LayerFailedException failure = catchThrowableOfType(LayerFailedException.class, () -> stack.correct(REQUEST));
        assertThat(failure).hasMessage("layer 'kind' (1 of 1) gave no correction: off; attempt 1 failed, too: gone");
        assertThat(failure.getCause()).hasMessage("off");
        assertThat(failure.getSuppressed())
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("gone");
        assertThat(events.lines()).containsExactly("kind FAILED: Because, you fool.", "stack = failed");
    }

    @Test
    void a_retry_that_refuses_after_all_replaces_the_answer_and_ends_the_stack() {
        FailurePolicy policy = FailurePolicy.retry(failing("off"), 1, FailurePolicy.refuse("No."));
        Correction correction = stack(
                        Layer.of("kind", failing("gone")).withFailurePolicy(policy), Layer.of("brief", reading(BRIEF)))
                .correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("No.");
        assertThat(read).isEmpty();
    }

    @Test
    void a_gate_that_fails_is_not_asked_again_before_a_retry() {
        LayerGate gate = request -> {
            read.add("gate");
            throw new IllegalStateException("no classifier");
        };
        Correction correction = stack(Layer.of("kind", failing("never called"))
                        .withGate(gate)
                        .withFailurePolicy(FailurePolicy.retry(KIND, 1, CLOSED)))
                .correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("Because, you friend.");
        assertThat(read).containsExactly("gate");
    }

    @Test
    void tokens_and_detections_of_a_failed_attempt_are_part_of_the_layers_trace() {
        Detection detection = new Detection("rude", 0.9, new TokenUsage(7, 1), Duration.ZERO);
        Aligner detecting = (request, context) -> {
            AlignerException failure = new AlignerException("gone");
            failure.addDetections(List.of(detection));
            throw failure;
        };
        Aligner counted =
                (request, context) -> Correction.of(request.answer(), "fine", new TokenUsage(10, 3), Duration.ZERO);
        Correction correction = stack(
                        Layer.of("kind", detecting).withFailurePolicy(FailurePolicy.retry(counted, 1, CLOSED)))
                .correct(REQUEST);
        assertThat(correction.usage()).isEqualTo(new TokenUsage(17, 4));
        assertThat(correction.layers().get(0).usage()).isEqualTo(new TokenUsage(10, 3));
        assertThat(correction.layers().get(0).detections()).containsExactly(detection);
    }

    @Test
    void a_cancellation_is_neither_retried_nor_a_reason_to_ask_the_upstream_model() {
        Cancellation cancellation = Cancellation.create();
        Aligner cancelling = (request, context) -> {
            cancellation.cancel();
            throw new IllegalStateException("because it was cancelled");
        };
        AlignerStack stack = stack(Layer.of("kind", cancelling)
                .withFailurePolicy(FailurePolicy.retry(
                        reading(KIND), 5, FailurePolicy.reprompt("Again.", 5, FailurePolicy.failOpen()))));
        CorrectionContext context =
                CorrectionContext.DEFAULT.withCancellation(cancellation).withUpstream(upstream("better"));
        assertThatThrownBy(() -> stack.correct(REQUEST, context)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(read).isEmpty();
        assertThat(events.lines()).isEmpty();
    }

    @Test
    void nothing_is_tried_again_after_the_deadline() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2096-11-21T10:00:00Z"));
        Aligner slow = (request, context) -> {
            now.set(now.get().plusSeconds(6));
            throw new AlignerException("gone");
        };
        AlignerStack stack = AlignerStack.builder("stack")
                .clock(now::get)
                .layer(Layer.of("kind", slow)
                        .withFailurePolicy(FailurePolicy.retry(
                                reading(slow), 5, FailurePolicy.reprompt("Again.", 5, FailurePolicy.failOpen()))))
                .build();
        CorrectionContext context = CorrectionContext.DEFAULT
                .withDeadline(now.get().plusSeconds(10))
                .withUpstream(upstream("better"));
        Correction correction = stack.correct(REQUEST, context);
        assertThat(read).containsExactly(REQUEST.answer());
        assertThat(correction.layers().get(0).detail())
                .contains("the deadline left no time for another attempt")
                .contains("the deadline left no time for another answer of the upstream model");
    }

    @Test
    void another_answer_of_the_upstream_model_passes_through_all_layers_and_the_original_stays_the_first() {
        Correction correction = stack(
                        Layer.of("kind", reading(KIND)),
                        Layer.of("safe", failingOn("Because"))
                                .withFailurePolicy(FailurePolicy.reprompt("Be safe.", 1, CLOSED)))
                .correct(REQUEST, CorrectionContext.DEFAULT.withUpstream(upstream("So, fool.")));
        assertThat(correction.answer()).isEqualTo("So, friend.");
        assertThat(correction.original()).isEqualTo(REQUEST.answer());
        assertThat(read).containsExactly("Because, you fool.", "upstream: Be safe.", "So, fool.");
        assertThat(events.lines())
                .containsExactly(
                        "kind CORRECTED: Because, you fool. -> Because, you friend.",
                        "safe REPROMPTED: Because, you friend.",
                        "kind CORRECTED: So, fool. -> So, friend.",
                        "safe UNCHANGED: So, friend. -> So, friend.",
                        "stack = So, friend.");
        assertThat(correction.layers())
                .extracting(LayerTrace::outcome)
                .containsExactly(Outcome.CORRECTED, Outcome.REPROMPTED, Outcome.CORRECTED, Outcome.UNCHANGED);
    }

    @Test
    void all_layers_together_ask_the_upstream_model_no_more_often_than_a_policy_allows() {
        FailurePolicy twice = FailurePolicy.reprompt("Again.", 2, FailurePolicy.failOpen());
        FailurePolicy once = FailurePolicy.reprompt("Once more.", 1, FailurePolicy.failOpen());
        Correction correction = stack(
                        Layer.of("a", failing("gone")).withFailurePolicy(twice),
                        Layer.of("b", failing("off")).withFailurePolicy(once))
                .correct(REQUEST, CorrectionContext.DEFAULT.withUpstream(upstream("1", "2", "3")));
        assertThat(read).containsExactly("upstream: Again.", "upstream: Again.");
        assertThat(correction.answer()).isEqualTo("2");
        assertThat(correction.layers())
                .extracting(LayerTrace::outcome)
                .containsExactly(Outcome.REPROMPTED, Outcome.REPROMPTED, Outcome.FAILED_OPEN, Outcome.FAILED_OPEN);
    }

    @Test
    void without_an_upstream_model_the_next_policy_decides() {
        FailurePolicy policy = FailurePolicy.reprompt("Again.", 1, FailurePolicy.refuse("No."));
        assertThat(stack(Layer.of("kind", failing("gone")).withFailurePolicy(policy))
                        .correct(REQUEST)
                        .answer())
                .isEqualTo("No.");
    }

    @Test
    void an_upstream_model_that_gives_no_other_answer_leaves_the_decision_to_the_next_policy() {
        FailurePolicy policy = FailurePolicy.reprompt("Again.", 9, FailurePolicy.failOpen());
        AlignerStack stack = stack(Layer.of("kind", failing("gone")).withFailurePolicy(policy));
        Upstream broken = message -> {
            throw new AlignerException("the model called a tool");
        };
        Upstream leaking = message -> {
            throw new IllegalStateException("my secret is 4711");
        };
        assertThat(detail(stack, broken))
                .isEqualTo("gone; the upstream model gave no other answer: the model called a tool");
        assertThat(detail(stack, leaking))
                .isEqualTo("gone; the upstream model gave no other answer: java.lang.IllegalStateException");
        assertThat(detail(stack, message -> " ")).isEqualTo("gone; the upstream model's other answer was empty");
        assertThat(detail(stack, FailurePolicyTest::none))
                .isEqualTo("gone; the upstream model's other answer was empty");
    }

    @SuppressWarnings("NullAway")
    private static String none(String message) {
        return null;
    }

    private static String detail(AlignerStack stack, Upstream upstream) {
        Correction correction = stack.correct(REQUEST, CorrectionContext.DEFAULT.withUpstream(upstream));
        assertThat(correction.answer()).isEqualTo(REQUEST.answer());
        return correction.layers().get(0).detail();
    }

    @Test
    void a_call_that_is_cancelled_while_the_upstream_model_answers_again_is_cancelled() {
        Cancellation cancellation = Cancellation.create();
        AlignerStack stack = stack(Layer.of("kind", failing("gone"))
                .withFailurePolicy(FailurePolicy.reprompt("Again.", 1, FailurePolicy.failOpen())));
        CorrectionContext context = CorrectionContext.DEFAULT
                .withCancellation(cancellation)
                .withUpstream(message -> {
                    cancellation.cancel();
                    return "better";
                });
        assertThatThrownBy(() -> stack.correct(REQUEST, context)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(events.all()).containsExactly("stack {", "kind {", "} kind", "} stack");
    }

    @Test
    void only_the_outermost_stack_asks_the_upstream_model_as_its_layers_have_to_read_the_answer() {
        AlignerStack inner = stack(Layer.of("kind", failing("gone"))
                .withFailurePolicy(FailurePolicy.reprompt("Again.", 1, FailurePolicy.failOpen())));
        AlignerStack outer = AlignerStack.builder("outer")
                .layer("brief", BRIEF)
                .layer("inner", inner)
                .build();
        assertThat(outer.correct(REQUEST, CorrectionContext.DEFAULT.withUpstream(upstream("Because, fool.")))
                        .answer())
                .isEqualTo("you fool.");
        assertThat(read).isEmpty();
    }

    @Test
    void text_of_an_attempt_that_may_be_replaced_is_not_heard_and_that_of_the_last_one_is() {
        Aligner half = (request, context) -> {
            context.emit("Bec");
            throw new AlignerException("gone");
        };
        AlignerStack stack = stack(Layer.of("kind", half)
                .withFailurePolicy(
                        FailurePolicy.retry(spelling(KIND), 1, FailurePolicy.reprompt("Again.", 1, CLOSED))));
        stack.correct(REQUEST, CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(heard).hasSize("Because, you friend.".length());
        heard.clear();
        stack.correct(
                REQUEST, CorrectionContext.DEFAULT.withListener(heard::add).withUpstream(upstream("So.")));
        assertThat(heard).containsExactly("Because, you friend.");
    }

    @Test
    void text_is_heard_while_it_is_written_once_the_upstream_model_may_not_be_asked_again() {
        Aligner spelling = spelling(KIND);
        Aligner failsFirst = (request, context) -> {
            if (request.answer().startsWith("Because")) {
                throw new AlignerException("gone");
            }
            return spelling.correct(request, context);
        };
        stack(Layer.of("kind", failsFirst).withFailurePolicy(FailurePolicy.reprompt("Again.", 1, CLOSED)))
                .correct(
                        REQUEST,
                        CorrectionContext.DEFAULT.withListener(heard::add).withUpstream(upstream("So, fool.")));
        assertThat(heard).hasSize("So, friend.".length());
        assertThat(String.join("", heard)).isEqualTo("So, friend.");
    }

    @Test
    void what_the_listener_of_the_text_throws_is_not_retried() {
        IllegalStateException failure = new IllegalStateException("the connection is closed");
        AlignerStack stack = stack(
                Layer.of("kind", failing("gone")).withFailurePolicy(FailurePolicy.retry(reading(KIND), 1, CLOSED)));
        assertThatThrownBy(() -> stack.correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunk -> {
                    throw failure;
                })))
                .isSameAs(failure);
        assertThat(read).hasSize(1);
        assertThat(events.all()).containsExactly("stack {", "kind {", "} kind", "} stack");
    }

    @Test
    void failures_that_the_caller_does_not_see_are_logged_without_texts() {
        try (CapturedLog log = CapturedLog.open()) {
            AlignerStack.builder("logged")
                    .clock(Instant::now)
                    .layer(Layer.of("kind", failing("gone")).withFailurePolicy(FailurePolicy.retry(KIND, 1, CLOSED)))
                    .layer(Layer.of("safe", failingOn("Because"))
                            .withFailurePolicy(FailurePolicy.reprompt("Be safe.", 1, CLOSED)))
                    .build()
                    .correct(REQUEST, CorrectionContext.DEFAULT.withUpstream(upstream("So.")));
            assertThat(log.lines())
                    .contains(
                            "WARNING layer 'kind' of 'logged' gave no correction, so another attempt was made: attempt"
                                    + " 2 succeeded; attempt 1: gone",
                            "WARNING layer 'safe' of 'logged' gave no correction, so the upstream model gave another"
                                    + " answer: it was bad");
        }
    }

    private AlignerStack stack(Layer... layers) {
        AlignerStack.Builder builder = AlignerStack.builder("stack").listener(events);
        List.of(layers).forEach(builder::layer);
        return builder.build();
    }

    private static Aligner failing(String message) {
        return (request, context) -> {
            throw new AlignerException(message);
        };
    }

    private static Aligner failingOn(String word) {
        return Aligner.of(request -> {
            if (request.answer().contains(word)) {
                throw new AlignerException("it was bad");
            }
            return request.answer();
        });
    }

    private Aligner reading(Aligner aligner) {
        return (request, context) -> {
            read.add(request.answer());
            return aligner.correct(request, context);
        };
    }

    private static Aligner spelling(Aligner aligner) {
        return (request, context) -> {
            Correction correction = aligner.correct(request);
            correction.answer().codePoints().forEach(c -> context.emit(Character.toString(c)));
            return correction;
        };
    }

    private Upstream upstream(String... answers) {
        Iterator<String> next = List.of(answers).iterator();
        return message -> {
            read.add("upstream: " + message);
            return next.next();
        };
    }
}
