// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.observation.CorrectionRecorder;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever an Aligner, a gate, a guard, a model or a listener does: the call ends as documented, and says nobody's text. */
class FailureTest {
    private static final String SECRET = "my secret is 4711";
    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "Because. " + SECRET);

    /** An Error, and a shape of Aligners that it comes through. */
    private record Case(String name, Supplier<Throwable> failure, Function<Aligner, Aligner> shape) {

        Aligner aligner(boolean begins) {
            return shape.apply(new Throwing(failure, begins));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        List<Supplier<Throwable>> failures = List.of(
                () -> new AssertionError(SECRET),
                () -> new OutOfMemoryError(SECRET),
                () -> new StackOverflowError(SECRET),
                () -> new NoClassDefFoundError(SECRET),
                () -> new IOException(SECRET));
        List<Function<Aligner, Aligner>> shapes = List.of(
                aligner -> AlignerStack.of("only", aligner),
                aligner -> AlignerStack.of("outer", AlignerStack.of("inner", aligner)),
                aligner -> new WindowedAligner(aligner, 20, 20),
                aligner -> CachingAligner.of(aligner, 10, Duration.ofDays(1)),
                aligner -> AlignerStack.of(
                        "all", CachingAligner.of(new WindowedAligner(aligner, 20, 20), 10, Duration.ofDays(1))),
                FailureTest::eager);
        List<Case> cases = new ArrayList<>();
        for (Supplier<Throwable> failure : failures) {
            for (int i = 0; i < shapes.size(); i++) {
                cases.add(new Case(
                        failure.get().getClass().getSimpleName() + " through shape " + i, failure, shapes.get(i)));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_error_is_an_aligner_exceptions_cause(Case shape) {
        assertThatThrownBy(() -> shape.aligner(true).correct(REQUEST))
                .isInstanceOf(AlignerException.class)
                .hasMessageNotContaining(SECRET)
                .hasRootCauseInstanceOf(shape.failure().get().getClass());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_error_in_begin_or_ahead_is_no_more_than_nothing_done_ahead(Case shape) {
        for (boolean begins : new boolean[] {true, false}) {
            EagerCorrection ahead = eager(shape.aligner(begins), "Because. ", SECRET + ". And so on, and so on.");
            assertThatThrownBy(() -> ahead.correct(REQUEST)).isInstanceOf(AlignerException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void policies_hold_for_errors_as_for_exceptions(Case shape) {
        Layer layer = Layer.of("x", shape.aligner(true));
        Correction open = AlignerStack.builder("s")
                .layer(layer.withFailurePolicy(FailurePolicy.failOpen()))
                .build()
                .correct(REQUEST);
        assertThat(open.answer()).isEqualTo(REQUEST.answer());
        assertThat(open.layers().get(0).outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(open.layers().get(0).detail()).doesNotContain(SECRET).isNotEmpty();
        Correction refused = AlignerStack.builder("s")
                .layer(layer.withFailurePolicy(FailurePolicy.refuse("No.")))
                .build()
                .correct(REQUEST);
        assertThat(refused.answer()).isEqualTo("No.");
    }

    @Test
    void a_session_whose_aligner_breaks_ahead_still_corrects() {
        Aligner broken = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return Correction.of(request.answer(), "fine");
            }

            @Override
            public CorrectionSession begin(CorrectionRequest request, Executor executor) {
                return new CorrectionSession() {
                    @Override
                    public void append(String text) {
                        throw new AssertionError(SECRET);
                    }

                    @Override
                    public Correction complete(CorrectionRequest request, CorrectionContext call) {
                        throw new AssertionError(SECRET);
                    }

                    @Override
                    public void close() {
                        throw new LinkageError(SECRET);
                    }
                };
            }
        };
        for (Aligner aligner :
                List.of(broken, AlignerStack.of("s", broken), CachingAligner.of(broken, 10, Duration.ofDays(1)))) {
            EagerCorrection ahead = eager(aligner, "Because.");
            assertThat(ahead.correct(REQUEST).answer()).isEqualTo("fine");
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void null_is_no_correction_and_says_so() {
        Aligner none = (request, context) -> null;
        List<Aligner> aligners = List.of(
                AlignerStack.of("s", none),
                new WindowedAligner(none, 20, 20),
                CachingAligner.of(none, 10, Duration.ofDays(1)),
                eager(none),
                AlignerStack.builder("s")
                        .layer(Layer.of("gated", (request, context) -> Correction.of("a", "b"))
                                .withGate(request -> null))
                        .build(),
                CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, Writing.text("fine"))
                        .guards(List.of((request, corrected) -> null))
                        .build());
        assertThat(aligners)
                .allSatisfy(aligner -> assertThatThrownBy(() -> aligner.correct(REQUEST, CorrectionContext.DEFAULT))
                        .isInstanceOf(AlignerException.class)
                        .hasMessageContaining("returned null"));
        assertThatThrownBy(() -> AlignerCall.correct(none, REQUEST, CorrectionContext.DEFAULT))
                .hasMessageContaining("returned null");
        assertThatThrownBy(() -> Correction.of("a", null))
                .isInstanceOf(AlignerException.class)
                .hasMessageContaining("return the original");
        CompletionModel model = request -> null;
        assertThatThrownBy(() -> CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model)
                        .build()
                        .correct(REQUEST))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("returned null");
    }

    @Test
    void foreign_messages_reach_nobody_but_the_caller(@TempDir Path folder) throws IOException {
        Path recorded = folder.resolve("traffic.jsonl");
        List<LayerTrace> traces = new ArrayList<>();
        CorrectionListener listener = CorrectionListener.all(List.<CorrectionListener>of(
                new CorrectionRecorder(recorded),
                (stack, request, event) -> traces.add(event.trace()),
                (stack, request, event) -> {
                    throw new IllegalStateException(SECRET);
                }));
        CorrectionRequest request = CorrectionRequest.of("Why?", "Because.");
        try (CapturedLog log = CapturedLog.open()) {
            for (FailurePolicy policy :
                    List.of(FailurePolicy.failOpen(), FailurePolicy.refuse("No."), FailurePolicy.failClosed())) {
                Throwable thrown = thrownBy(() -> AlignerStack.builder("foreign " + policy)
                        .listener(listener)
                        .layer(Layer.of("x", new Throwing(() -> new IllegalStateException(SECRET), true))
                                .withFailurePolicy(policy))
                        .clock(Instant::now)
                        .build()
                        .correct(request));
                if (thrown != null) {
                    assertThat(thrown)
                            .hasMessage("layer 'x' (1 of 1) gave no correction: java.lang.IllegalStateException")
                            .hasRootCauseMessage(SECRET);
                }
            }
            assertThat(log.lines()).hasSize(3).noneMatch(line -> line.contains(SECRET));
        }
        assertThat(traces).hasSize(3).noneMatch(trace -> trace.toString().contains(SECRET));
        assertThat(Files.readString(recorded)).doesNotContain(SECRET).contains("IllegalStateException");
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new IOException(SECRET),
                new AssertionError(SECRET),
                new OutOfMemoryError(SECRET),
                new StackOverflowError(SECRET));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void a_listener_that_throws_is_logged_once_and_ignored_whatever_it_throws(Throwable thrown) {
        List<String> heard = new ArrayList<>();
        CorrectionListener broken = new CorrectionListener() {
            @Override
            public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
                throw FailureTest.<RuntimeException>sneaky(thrown);
            }

            @Override
            public void onStack(String stack, CorrectionRequest request, StackEvent event) {
                throw new IllegalStateException(SECRET);
            }
        };
        AlignerStack stack = AlignerStack.builder("s")
                .layer("fine", (request, context) -> Correction.of(request.answer(), "fine"))
                .listener(CorrectionListener.all(List.<CorrectionListener>of(
                        broken,
                        (name, request, event) -> heard.add(event.trace().name()))))
                .build();
        try (CapturedLog log = CapturedLog.open()) {
            for (int i = 0; i < 3; i++) {
                Correction correction = stack.correct(REQUEST);
                assertThat(correction.answer()).isEqualTo("fine");
                assertThat(correction.layers()).hasSize(1);
            }
            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("WARNING") && !line.contains(SECRET))
                    .anyMatch(line -> line.contains(
                            "failed in onLayer with " + thrown.getClass().getName()))
                    .anyMatch(line -> line.contains("failed in onStack with java.lang.IllegalStateException"));
        }
        assertThat(heard).containsExactly("fine", "fine", "fine");
    }

    @Test
    void what_the_texts_listener_throws_ends_the_call_as_it_is_and_is_no_layers_failure() {
        List<Outcome> outcomes = new ArrayList<>();
        for (Throwable thrown : List.of(new IllegalStateException("hung up"), new AssertionError("hung up"))) {
            Aligner completion = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, Writing.pieces("a ", "b"))
                    .build();
            Aligner wrapping = new WrappingAligner(completion);
            for (Aligner aligner : List.of(completion, wrapping, new WindowedAligner(wrapping, 20, 20))) {
                AlignerStack stack = AlignerStack.builder("s")
                        .layer("x", AlignerStack.of("inner", aligner))
                        .listener((name, request, event) ->
                                outcomes.add(event.trace().outcome()))
                        .build();
                assertThatThrownBy(() -> stack.correct(
                                CorrectionRequest.of("q", "a b"), CorrectionContext.DEFAULT.withListener(piece -> {
                                    throw FailureTest.<RuntimeException>sneaky(thrown);
                                })))
                        .isSameAs(thrown);
            }
        }
        assertThat(outcomes).isEmpty();
    }

    @Test
    void an_interrupted_caller_gets_no_uncorrected_text() {
        AlignerStack open = AlignerStack.builder("s")
                .layer(Layer.of("x", (request, context) -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("interrupted");
                        })
                        .withFailurePolicy(FailurePolicy.failOpen()))
                .build();
        assertThatThrownBy(() -> open.correct(REQUEST)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        AlignerStack sneaky = AlignerStack.of("x", new Throwing(InterruptedException::new, true));
        assertThatThrownBy(() -> sneaky.correct(REQUEST)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void failures_that_the_caller_does_not_see_are_warned_of_at_once_and_then_once_a_minute() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("open", new Throwing(() -> new AlignerException("the device is gone"), true))
                        .withFailurePolicy(FailurePolicy.failOpen()))
                .layer(Layer.of("refusing", new Throwing(() -> new IllegalStateException(SECRET), true))
                        .withFailurePolicy(FailurePolicy.refuse("No.")))
                .clock(now::get)
                .build();
        try (CapturedLog log = CapturedLog.open()) {
            for (int i = 0; i < 5; i++) {
                stack.correct(REQUEST);
            }
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING layer 'open' of 'support' gave no correction, so the answer goes on without it,"
                                    + " as the layer fails open: the device is gone",
                            "WARNING layer 'refusing' of 'support' gave no correction, so the answer was replaced by"
                                    + " the layer's refusal: java.lang.IllegalStateException");
            now.set(now.get().plusSeconds(60));
            stack.correct(REQUEST);
            assertThat(log.lines())
                    .hasSize(4)
                    .element(2)
                    .asString()
                    .endsWith("the device is gone (and 4 more times since this was last logged)");
        }
    }

    @Test
    void a_gates_error_is_its_layers_failure() {
        AlignerStack stack = AlignerStack.builder("s")
                .layer(Layer.of("x", (request, context) -> Correction.of("a", "b"))
                        .withGate(FailureTest::failingGate)
                        .withFailurePolicy(FailurePolicy.failOpen()))
                .build();
        assertThat(stack.correct(REQUEST).answer()).isEqualTo(REQUEST.answer());
        List<Runnable> tasks = new ArrayList<>();
        CorrectionSession session = stack.begin(REQUEST.withAnswer(""), tasks::add);
        tasks.forEach(Runnable::run);
        assertThat(session.complete(REQUEST, CorrectionContext.DEFAULT).answer())
                .isEqualTo(REQUEST.answer());
    }

    private static Optional<String> failingGate(CorrectionRequest request) {
        throw new NoClassDefFoundError(SECRET);
    }

    private static @Nullable Throwable thrownBy(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
        throw (E) failure;
    }

    /** Fails, and lets nobody begin, or lets one begin. */
    private record Throwing(Supplier<Throwable> failure, boolean begins) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            throw FailureTest.<RuntimeException>sneaky(failure.get());
        }

        @Override
        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
            if (begins) {
                return new DeferredSession(this);
            }
            throw FailureTest.<RuntimeException>sneaky(failure.get());
        }
    }

    /** Makes everything that is thrown something of its own, as careless Aligners do. */
    private record WrappingAligner(Aligner aligner) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext call) {
            try {
                return aligner.correct(request, call);
            } catch (Throwable e) {
                throw new IllegalStateException("wrapped", e);
            }
        }
    }

    private static EagerCorrection eager(Aligner aligner, String... chunks) {
        EagerCorrection correction =
                new AnswerCorrector(aligner).begin(AnswerPolicy.DEFAULT, () -> REQUEST.withAnswer(""), Runnable::run);
        Stream.of(chunks).forEach(correction::append);
        return correction;
    }
}
