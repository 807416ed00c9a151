// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.ShadowQueue;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An answer that is corrected in parts is one answer to a stack's listener. */
class PartsReportTest {

    private static final String JSON = "{\"1\":\"You idiot.\",\"2\":\"You fool.\",\"3\":7}";
    private static final RolloutState SHADOW = new RolloutState(LayerMode.SHADOW, 1);

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<LayerEvent> layers = new ArrayList<>();
    private final List<StackEvent> stacks = new ArrayList<>();
    private final BlockingQueue<String> observed = new LinkedBlockingQueue<>();
    private ShadowQueue queue;

    private final CorrectionListener listener = new CorrectionListener() {
        @Override
        public Scope onStackStart(String stack, CorrectionRequest request) {
            calls.add("start " + stack + ": " + request.answer());
            return () -> calls.add("end " + stack);
        }

        @Override
        public Scope onLayerStart(String stack, String layer, CorrectionRequest request) {
            calls.add("start " + layer + ": " + request.answer());
            return () -> calls.add("end " + layer);
        }

        @Override
        public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
            calls.add(event.trace().name() + " " + event.trace().outcome());
            layers.add(event);
        }

        @Override
        public void onStack(String stack, CorrectionRequest request, StackEvent event) {
            Correction correction = event.correction();
            calls.add(stack + ": " + (correction == null ? "failed" : correction.answer()));
            stacks.add(event);
        }

        @Override
        public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
            observed.add(event.trace().name() + ": " + request.answer());
        }
    };

    @BeforeEach
    void openQueue() {
        queue = ShadowQueue.builder().build();
    }

    @AfterEach
    void closeQueue() {
        queue.close();
    }

    @Test
    void the_strings_of_json() {
        Correction correction = correct(
                stack().layer("a", replacing("idiot", "friend"))
                        .layer("b", replacing("fool", "scholar"))
                        .build(),
                JSON);

        String first = JSON.replace("idiot", "friend");
        String second = first.replace("fool", "scholar");
        assertThat(calls)
                .containsExactly(
                        "start s: " + JSON,
                        "start a: " + JSON,
                        "a CORRECTED",
                        "end a",
                        "start b: " + first,
                        "b CORRECTED",
                        "end b",
                        "s: " + second,
                        "end s");
        assertThat(correction.answer()).isEqualTo(second);
        assertThat(correction.layers()).isEqualTo(stacks.get(0).layers()).hasSize(2);
        assertThat(Objects.requireNonNull(layers.get(1).correction()).original())
                .isEqualTo(first);
        assertThat(Objects.requireNonNull(layers.get(1).correction()).answer()).isEqualTo(second);
        assertThat(layers.get(0).trace().usage()).isEqualTo(new TokenUsage(4, 2));
        assertThat(layers.get(0).trace().elapsed()).isPositive();
        assertThat(correction.usage()).isEqualTo(new TokenUsage(8, 4));
    }

    @Test
    void sentences() {
        List<String> released = new ArrayList<>();
        Correction correction = stream(
                stack().layer("a", replacing("idiot", "friend"))
                        .layer("b", replacing("fool", "scholar"))
                        .build(),
                released,
                "You idiot. ",
                "You fool.\n",
                "{\"1\": \"idiot\"}\nBye. ");

        String text = "You idiot. You fool.\n{\"1\": \"idiot\"}\nBye. ";
        assertThat(String.join("", released))
                .isEqualTo(text.replace("idiot", "friend").replace("fool", "scholar"));
        assertThat(calls)
                .containsExactly(
                        "start s: " + text,
                        "start a: " + text,
                        "a CORRECTED",
                        "end a",
                        "start b: " + text.replace("idiot", "friend"),
                        "b CORRECTED",
                        "end b",
                        "s: " + String.join("", released),
                        "end s");
        assertThat(correction.layers()).extracting(LayerTrace::usage).containsExactly(usage(3), usage(3));
    }

    @Test
    void the_most_significant_outcome_is_that_of_the_answer() {
        LayerGate gate = request -> request.answer().contains("idiot") ? Optional.of("an idiot") : Optional.empty();
        correct(
                stack().layer(Layer.of("skips one", replacing("fool", "scholar"))
                                .withGate(gate))
                        .layer(Layer.of("changes none", replacing("x", "y")))
                        .layer(Layer.of("skips all", replacing("x", "y")).withGate(request -> Optional.of("never")))
                        .layer(Layer.of("fails once", failing("idiot")).withFailurePolicy(FailurePolicy.failOpen()))
                        .build(),
                JSON);

        assertThat(layers)
                .extracting(event -> event.trace().outcome())
                .containsExactly(
                        LayerTrace.Outcome.CORRECTED,
                        LayerTrace.Outcome.UNCHANGED,
                        LayerTrace.Outcome.SKIPPED,
                        LayerTrace.Outcome.FAILED_OPEN);
        assertThat(Objects.requireNonNull(layers.get(1).correction()).changed()).isFalse();
        assertThat(layers.get(2).correction()).isNull();
        assertThat(layers.get(3).correction()).isNull();
        assertThat(layers.get(3).failure()).hasMessage("out of order");
        assertThat(layers.get(3).trace().detail()).isEqualTo("out of order");
    }

    @Test
    void detections_are_those_of_all_parts() {
        Aligner detecting = (request, context) -> Correction.of(request.answer(), request.answer())
                .withDetections(List.of(new Detection("rude", 0.5, usage(1), Duration.ofMillis(3))));
        Correction correction = correct(stack().layer("d", detecting).build(), JSON);

        assertThat(correction.layers().get(0).detections()).hasSize(2);
        assertThat(correction.detections()).isEmpty();
    }

    @Test
    void a_failure_in_a_part_is_reported_once() {
        AlignerStack stack = stack().layer("a", replacing("idiot", "friend"))
                .layer("b", failing("fool"))
                .build();

        assertThatThrownBy(() -> correct(stack, JSON)).isInstanceOf(AlignerException.class);
        assertThat(calls)
                .containsExactly(
                        "start s: " + JSON,
                        "start a: " + JSON,
                        "a CORRECTED",
                        "end a",
                        "start b: " + JSON.replace("idiot", "friend"),
                        "b FAILED",
                        "end b",
                        "s: failed",
                        "end s");
    }

    @Test
    void a_failure_in_a_sentence_is_reported_once() {
        AlignerStack stack = stack().layer("a", replacing("idiot", "friend"))
                .layer("b", failing("fool"))
                .build();

        assertThatThrownBy(() -> stream(stack, new ArrayList<>(), "You idiot.\n", "You fool.\n", "Well.\n"))
                .isInstanceOf(AlignerException.class);
        assertThat(calls)
                .containsSequence("start b: You friend.\nYou fool.", "b FAILED", "end b", "s: failed", "end s");
        assertThat(stacks).hasSize(1);
    }

    @Test
    void a_limit_that_is_exceeded_is_reported_once() {
        AlignerStack stack = stack().layer("a", replacing("x", "y")).build();

        assertThatThrownBy(() -> new AnswerCorrector(stack)
                        .correct(
                                CorrectionRequest.of("q", JSON),
                                CorrectionContext.DEFAULT.withMaxNewTokens(1),
                                AnswerPolicy.DEFAULT))
                .hasMessageContaining("may have together");
        assertThat(stacks)
                .extracting(StackEvent::correction)
                .containsOnlyNulls()
                .hasSize(1);
    }

    @Test
    void a_refused_sentence_ends_the_answer() {
        Layer refusing = Layer.of("a", failing("fool")).withFailurePolicy(FailurePolicy.refuse("No."));
        List<String> released = new ArrayList<>();

        stream(
                stack().layer(refusing).layer("b", replacing("x", "y")).build(),
                released,
                "Hi.\n",
                "You fool.\n",
                "X.\n");

        assertThat(released).containsExactly("Hi.", "\n", "No.");
        assertThat(calls).contains("a REFUSED", "b UNCHANGED", "s: Hi.\nNo.");
        assertThat(stacks).hasSize(1);
    }

    @Test
    void a_stream_that_is_closed_reports_what_was_corrected() {
        List<Runnable> tasks = new ArrayList<>();
        Cancellation cancellation = Cancellation.create();
        SentenceStream stream = new AnswerCorrector(
                        stack().layer("a", replacing("idiot", "friend")).build())
                .sentences(
                        AnswerPolicy.DEFAULT,
                        () -> CorrectionRequest.of("q", ""),
                        CorrectionContext.DEFAULT.withCancellation(cancellation),
                        tasks::add,
                        into(new ArrayList<>()));
        stream.append("You idiot.\nNot finished");
        tasks.get(0).run();
        assertThat(calls).isEmpty();

        cancellation.cancel();
        stream.close();

        assertThat(calls).contains("s: You friend.").contains("start s: You idiot.\n".strip());
        assertThat(stacks).hasSize(1);
    }

    @Test
    void a_stream_that_is_closed_in_its_first_sentence_was_cancelled() {
        List<Runnable> tasks = new ArrayList<>();
        List<SentenceStream> streams = new ArrayList<>();
        Aligner closing = (request, context) -> {
            streams.get(0).close();
            return Correction.of(request.answer(), request.answer());
        };
        streams.add(new AnswerCorrector(stack().layer("a", closing).build())
                .sentences(
                        AnswerPolicy.DEFAULT,
                        () -> CorrectionRequest.of("q", ""),
                        CorrectionContext.DEFAULT,
                        tasks::add,
                        into(new ArrayList<>())));
        streams.get(0).append("You idiot.\n");
        tasks.get(0).run();

        assertThat(calls).hasSize(2).last().isEqualTo("end s");
    }

    @Test
    void layers_that_observe_read_the_whole_answer_once() throws InterruptedException {
        Rollout shadow = Rollout.of(SHADOW);
        AlignerStack stack = stack().layer("a", replacing("idiot", "friend"))
                .layer(Layer.of("watching", replacing("friend", "pal")).withRollout(shadow))
                .layer("b", replacing("fool", "scholar"))
                .build();

        List<String> released = new ArrayList<>();
        Correction correction = stream(stack, released, "You idiot.\n", "You fool.\n", "Well.\n");

        assertThat(observed.poll(1, TimeUnit.MINUTES)).isEqualTo("watching: You friend.\nYou fool.\nWell.\n");
        assertThat(observed).isEmpty();
        assertThat(correction.answer()).isEqualTo("You friend.\nYou scholar.\nWell.\n");
        assertThat(correction.layers())
                .extracting(LayerTrace::outcome)
                .containsExactly(
                        LayerTrace.Outcome.CORRECTED, LayerTrace.Outcome.SHADOWED, LayerTrace.Outcome.CORRECTED);
    }

    private AlignerStack.Builder stack() {
        return AlignerStack.builder("s").listener(listener).shadowQueue(queue);
    }

    private static Correction correct(AlignerStack stack, String answer) {
        return new AnswerCorrector(stack)
                .correct(CorrectionRequest.of("q", answer), CorrectionContext.DEFAULT, AnswerPolicy.DEFAULT);
    }

    private static Correction stream(AlignerStack stack, List<String> released, String... chunks) {
        List<Runnable> tasks = new ArrayList<>();
        SentenceStream stream = new AnswerCorrector(stack)
                .sentences(
                        AnswerPolicy.DEFAULT,
                        () -> CorrectionRequest.of("q", ""),
                        CorrectionContext.DEFAULT,
                        tasks::add,
                        into(released));
        for (String chunk : chunks) {
            stream.append(chunk);
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }
        }
        return stream.complete(String.join("", chunks));
    }

    private static SentenceStream.Listener into(List<String> released) {
        return new SentenceStream.Listener() {
            @Override
            public void onText(String corrected) {
                released.add(corrected);
            }

            @Override
            public void onStopped(@Nullable Throwable failure) {}
        };
    }

    private static Aligner replacing(String target, String replacement) {
        return (request, context) -> Correction.of(
                request.answer(), request.answer().replace(target, replacement), usage(1), Duration.ofNanos(1));
    }

    private static Aligner failing(String word) {
        return (request, context) -> {
            if (request.answer().contains(word)) {
                throw new AlignerException("out of order");
            }
            return Correction.of(request.answer(), request.answer());
        };
    }

    private static TokenUsage usage(int calls) {
        return new TokenUsage(2 * calls, calls);
    }
}
