// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.streaming;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.Writing;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A correction that nobody waits for any more is cancelled in the model, whatever Aligners are around it. */
class NobodyWaitsTest {

    private static final CorrectionRequest REQUEST =
            CorrectionRequest.of("q", "One is here.\nTwo is here.\nThree is here.\n");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LinkedBlockingQueue<CompletionRequest> asked = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<CompletionRequest> ended = new LinkedBlockingQueue<>();

    /** Answers nothing until its call is cancelled. */
    private final CompletionModel endless = request -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        request.cancellation().onCancel(cancelled::countDown);
        asked.add(request);
        try {
            if (!cancelled.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the call was never cancelled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.add(request);
        request.cancellation().throwIfCancelled();
        throw new AssertionError("interrupted");
    };

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    static Stream<Function<Aligner, Aligner>> shapes() {
        return Stream.concat(Stream.of(aligner -> aligner), windowedShapes());
    }

    static Stream<Function<Aligner, Aligner>> windowedShapes() {
        return Stream.of(
                aligner -> new WindowedAligner(aligner, 20, 20),
                aligner -> CachingAligner.of(new WindowedAligner(aligner, 20, 20), 10, Duration.ofDays(1)),
                aligner -> AlignerStack.of("s", new WindowedAligner(aligner, 20, 20)),
                aligner -> AlignerStack.builder("gated")
                        .layer(Layer.of("x", new WindowedAligner(aligner, 20, 20))
                                .withGate(request -> Optional.empty())
                                .withFailurePolicy(FailurePolicy.failOpen()))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void cancelling_a_call_reaches_the_model(Function<Aligner, Aligner> shape) throws Exception {
        Aligner aligner = shape.apply(completion());
        Cancellation cancellation = Cancellation.create();
        threads.execute(() -> {
            take(asked);
            cancellation.cancel();
        });
        assertThatThrownBy(() -> aligner.correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(ended).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("windowedShapes")
    void closing_a_session_stops_what_is_done_ahead(Function<Aligner, Aligner> shape) {
        EagerCorrection ahead = new AnswerCorrector(shape.apply(completion()))
                .begin(AnswerPolicy.DEFAULT, () -> REQUEST.withAnswer(""), threads);
        ahead.append(REQUEST.answer());
        take(asked);
        ahead.close();
        take(ended);
        ahead.append("more");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void cancelling_a_call_that_waits_for_what_is_done_ahead_stops_that(Function<Aligner, Aligner> shape) {
        EagerCorrection ahead = new AnswerCorrector(shape.apply(completion()))
                .begin(AnswerPolicy.DEFAULT, () -> REQUEST.withAnswer(""), threads);
        ahead.append(REQUEST.answer());
        Cancellation cancellation = Cancellation.create();
        threads.execute(() -> {
            take(asked);
            cancellation.cancel();
        });
        assertThatThrownBy(() -> ahead.correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        take(ended);
    }

    /** Also where an Aligner around the windowed one looks at the call first, and never completes the session inside. */
    @ParameterizedTest
    @MethodSource("windowedShapes")
    void a_call_that_was_cancelled_before_it_began_stops_what_is_done_ahead(Function<Aligner, Aligner> shape) {
        CorrectionSession session = shape.apply(completion()).begin(REQUEST.withAnswer(""), threads);
        session.append(REQUEST.answer());
        take(asked);
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        assertThatThrownBy(() -> session.complete(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        take(ended);
    }

    @ParameterizedTest
    @MethodSource("windowedShapes")
    void what_was_begun_of_a_text_that_is_not_the_answer_stops_when_the_answer_is_corrected(
            Function<Aligner, Aligner> shape) {
        List<String> answers = new ArrayList<>();
        CompletionModel model = request -> {
            if (request.prediction().contains("other")) {
                answers.add(request.prediction());
                return Writing.completion(request.prediction());
            }
            return endless.complete(request);
        };
        Aligner aligner = shape.apply(
                CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build());
        EagerCorrection ahead =
                new AnswerCorrector(aligner).begin(AnswerPolicy.DEFAULT, () -> REQUEST.withAnswer(""), threads);
        ahead.append(REQUEST.answer());
        take(asked);
        assertThat(ahead.correct(REQUEST.withAnswer("Some other answer.")).answer())
                .isEqualTo("Some other answer.");
        take(ended);
        assertThat(answers).hasSize(1);
    }

    private CompletionAligner completion() {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, endless)
                .build();
    }

    private static CompletionRequest take(LinkedBlockingQueue<CompletionRequest> queue) {
        try {
            CompletionRequest request = queue.poll(20, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            return request;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
