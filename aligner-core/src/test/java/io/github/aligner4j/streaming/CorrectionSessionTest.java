// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.streaming;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.Layer;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.template.ChatFormat;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorrectionSessionTest {

    private static final CorrectionRequest QUESTION = CorrectionRequest.of("Why?", "");
    private static final String LONG = "You really are one, and you know it well enough. ".repeat(12);

    private final HintedModel model = new HintedModel();
    private final List<Runnable> tasks = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void each_hint_is_how_the_prompt_of_the_whole_answer_begins() {
        for (CorrectionTemplate template :
                List.of(CorrectionTemplates.ALIGNER_7B, CorrectionTemplates.alignAnything(ChatFormat.CHATML))) {
            model.hints.clear();
            Aligner aligner = CompletionAligner.builder(template, model).build();
            try (CorrectionSession session = aligner.begin(QUESTION, Runnable::run)) {
                LONG.chars().forEach(c -> session.append(Character.toString(c)));
            }
            String whole = template.render(QUESTION.withAnswer(LONG)).prompt().text();
            assertThat(model.hints)
                    .hasSize(1 + LONG.length() / 160)
                    .allSatisfy(
                            hint -> assertThat(whole).startsWith(hint.prompt().text()));
            assertThat(model.hints.get(0).prompt().text()).endsWith(whole.substring(0, whole.indexOf("You really")));
            assertThat(model.hints.get(1).prompt().text()).endsWith("it well enough. You really");
        }
    }

    @Test
    void a_hint_names_adapter_and_strength_and_ends_with_its_session() {
        Aligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model)
                .adapter("civil")
                .build();
        CorrectionSession session = aligner.begin(QUESTION.withStrength(0.5), Runnable::run);
        CompletionRequest hint = model.hints.get(0);
        assertThat(hint.adapter()).contains("civil");
        assertThat(hint.strength()).hasValue(0.5);
        assertThat(hint.cancellation().isCancelled()).isFalse();
        session.close();
        session.close();
        session.append(LONG);
        assertThat(hint.cancellation().isCancelled()).isTrue();
        assertThat(model.hints).hasSize(1);
    }

    @Test
    void text_that_comes_while_a_thread_is_awaited_asks_for_no_second_one() {
        CorrectionSession session = completion().begin(QUESTION, tasks::add);
        for (int i = 0; i < 10; i++) {
            session.append(LONG);
        }
        assertThat(tasks).hasSize(1);
        tasks.remove(0).run();
        assertThat(model.hints)
                .singleElement()
                .satisfies(hint -> assertThat(hint.prompt().text()).hasSizeGreaterThan(9 * LONG.length()));
        assertThat(tasks).isEmpty();
    }

    @Test
    void an_executor_that_takes_nothing_and_a_gate_that_fails_are_not_the_upstream_models_business() {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        AlignerStack stack = AlignerStack.builder("s")
                .layer(Layer.of("gated", completion()).withGate(request -> {
                    throw new IllegalStateException("no gate");
                }))
                .build();
        for (Aligner aligner : List.of(completion(), windowed(), stack)) {
            CorrectionSession session = aligner.begin(QUESTION, full);
            session.append(LONG);
            session.close();
        }
        CorrectionSession session = stack.begin(QUESTION, tasks::add);
        tasks.remove(0).run();
        session.append(LONG);
        assertThat(tasks).isEmpty();
        assertThat(model.hints).isEmpty();
    }

    @Test
    void the_first_layer_that_lets_the_answer_in_sees_it_grow() {
        AlignerStack stack = AlignerStack.builder("s")
                .layer(Layer.of("never", windowed()).withGate(request -> Optional.of("never")))
                .layer(Layer.of("always", completion()))
                .layer("later", windowed())
                .build();
        CorrectionSession session = stack.begin(QUESTION, tasks::add);
        session.append(LONG);
        runAll();
        assertThat(model.hints)
                .singleElement()
                .satisfies(hint -> assertThat(hint.prompt().text()).contains("You really are one"));
        assertThat(model.asked).isEmpty();
        session.complete(QUESTION.withAnswer("ok"), CorrectionContext.DEFAULT);
        session.close();
        assertThat(model.hints).allMatch(hint -> hint.cancellation().isCancelled());
    }

    @Test
    void windows_are_corrected_ahead_once_each_and_only_the_last_is_left_to_the_end() {
        CorrectionSession session = windowed().begin(QUESTION, tasks::add);
        LONG.chars().forEach(c -> {
            session.append(Character.toString(c));
            runAll();
        });
        int ahead = model.asked.size();
        Correction correction = session.complete(QUESTION.withAnswer(LONG), CorrectionContext.DEFAULT);
        assertThat(ahead).isEqualTo(11);
        assertThat(model.asked).hasSize(12);
        assertThat(correction.answer()).isEqualTo(LONG.replace("know", "learn"));
        assertThat(correction.usage()).isEqualTo(new TokenUsage(12, 24));
    }

    @Test
    void what_was_done_ahead_for_another_question_is_not_used() {
        CorrectionSession session = windowed().begin(QUESTION, Runnable::run);
        session.append(LONG);
        int ahead = model.asked.size();
        session.complete(CorrectionRequest.of("Other?", LONG), CorrectionContext.DEFAULT);
        assertThat(model.asked).hasSize(ahead + 12);
    }

    @Test
    void the_end_waits_for_the_window_in_the_works_and_corrects_the_rest_itself() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        model.before = () -> {
            begun.countDown();
            awaitQuietly(released);
        };
        CorrectionSession session = windowed().begin(QUESTION, threads);
        session.append(LONG);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Correction> complete = CompletableFuture.supplyAsync(
                () -> session.complete(QUESTION.withAnswer(LONG), CorrectionContext.DEFAULT), threads);
        model.before = () -> {};
        released.countDown();
        assertThat(complete.get(20, TimeUnit.SECONDS).answer()).isEqualTo(LONG.replace("know", "learn"));
        assertThat(model.asked).hasSize(12);
    }

    @Test
    void whoever_waits_for_a_window_can_be_cancelled_interrupted_and_late() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Aligner stuck = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                if (begun.getCount() == 0) {
                    throw new AlignerException("asked once more");
                }
                call.cancellation().onCancel(() -> closed.complete(null));
                begun.countDown();
                closed.join();
                throw new CorrectionCancelledException("closed");
            }
        };
        CorrectionRequest answered = QUESTION.withAnswer("Go on, you. And on. And on.");
        CorrectionSession session = new WindowedAligner(stuck, 12, 10).begin(answered, threads);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        CorrectionContext late = CorrectionContext.DEFAULT.withDeadline(Instant.now());
        assertThatThrownBy(() -> session.complete(answered, late)).hasMessage("asked once more");
        session.close();
        closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_call_that_is_cancelled_gets_nothing_that_was_done_ahead() {
        CorrectionSession session = windowed().begin(QUESTION, Runnable::run);
        session.append(LONG);
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        assertThatThrownBy(() -> session.complete(
                        QUESTION.withAnswer(LONG), CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void a_remembered_answer_is_not_corrected_again_by_its_session() {
        CachingAligner cached = CachingAligner.of(completion(), 10, Duration.ofDays(1));
        for (int i = 0; i < 2; i++) {
            try (CorrectionSession session = cached.begin(QUESTION, tasks::add)) {
                session.append("ok");
                session.complete(QUESTION.withAnswer("ok"), CorrectionContext.DEFAULT);
            }
        }
        assertThat(model.asked).hasSize(1);
    }

    @Test
    void an_aligner_that_knows_nothing_of_sessions_has_one() {
        Aligner shouting = (request, context) -> Correction.of(request.answer(), request.answer() + "!");
        List<String> heard = new ArrayList<>();
        try (CorrectionSession session = shouting.begin(QUESTION, tasks::add)) {
            session.append("ok");
            session.complete(QUESTION.withAnswer("ok"), CorrectionContext.DEFAULT.withListener(heard::add));
        }
        assertThat(heard).containsExactly("ok!");
        assertThat(tasks).isEmpty();
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }
    }

    private Aligner completion() {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build();
    }

    private Aligner windowed() {
        return new WindowedAligner(completion(), 60, 100);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let the model go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes its prediction, one word changed, and down what it is asked and told. */
    private static final class HintedModel implements CompletionModel {

        private final List<CompletionRequest> hints = new CopyOnWriteArrayList<>();
        private final List<CompletionRequest> asked = new CopyOnWriteArrayList<>();
        private volatile Runnable before = () -> {};

        @Override
        public Completion complete(CompletionRequest request) {
            asked.add(request);
            before.run();
            String text = request.prediction().replace("know", "learn");
            return new Completion(text, FinishReason.STOP, new TokenUsage(1, 2), CompletionTimings.NONE);
        }

        @Override
        public void prefill(CompletionRequest request) {
            hints.add(request);
        }
    }
}
