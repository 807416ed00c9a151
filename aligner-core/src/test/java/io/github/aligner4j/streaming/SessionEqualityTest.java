// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.streaming;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;

/** However an answer comes in, and whenever what is done ahead gets its turn: nobody can tell a session from a call. */
class SessionEqualityTest {

    private static final CorrectionRequest QUESTION = CorrectionRequest.of("Why do you ask | me?", "");

    /** All that can be seen of a correction but its time. */
    private record Seen(String outcome, String heard, List<String> events) {}

    @Property(tries = 600)
    void a_session_is_a_call(
            @ForAll("subjects") Function<List<String>, Aligner> make,
            @ForAll("answers") String answer,
            @ForAll Random chunking) {
        Seen called = see(make, (aligner, call) -> aligner.correct(QUESTION.withAnswer(answer), call));
        Seen fed = see(make, (aligner, call) -> fed(aligner, answer, answer, chunking, call));
        assertThat(fed).isEqualTo(called);
    }

    /** A provider's final answer need not be the text it streamed, and a stream may end too early. */
    @Property(tries = 300)
    void only_the_answer_in_the_end_counts(
            @ForAll("subjects") Function<List<String>, Aligner> make,
            @ForAll("answers") String streamed,
            @ForAll("answers") String answer,
            @ForAll Random chunking) {
        Seen called = see(make, (aligner, call) -> aligner.correct(QUESTION.withAnswer(answer), call));
        Seen fed = see(make, (aligner, call) -> fed(aligner, streamed, answer, chunking, call));
        assertThat(fed).isEqualTo(called);
    }

    private static Correction fed(
            Aligner aligner, String streamed, String answer, Random chunking, CorrectionContext call) {
        Turns turns = new Turns();
        try (CorrectionSession session = aligner.begin(QUESTION, turns)) {
            for (int start = 0; start < streamed.length(); ) {
                int end = Math.min(streamed.length(), start + 1 + chunking.nextInt(12));
                session.append(streamed.substring(start, end));
                start = end;
                turns.run(chunking.nextInt(3));
            }
            return session.complete(QUESTION.withAnswer(answer), call);
        } finally {
            turns.run(Integer.MAX_VALUE);
        }
    }

    private static Seen see(
            Function<List<String>, Aligner> make, BiFunction<Aligner, CorrectionContext, Correction> correcting) {
        List<String> events = new ArrayList<>();
        StringBuilder heard = new StringBuilder();
        String outcome;
        try {
            Correction correction =
                    correcting.apply(make.apply(events), CorrectionContext.DEFAULT.withListener(heard::append));
            outcome = described(correction);
            assertThat(heard).hasToString(correction.answer());
        } catch (RuntimeException e) {
            outcome = e.toString();
        }
        return new Seen(outcome, heard.toString(), events);
    }

    private static String described(Correction correction) {
        List<String> layers = new ArrayList<>();
        correction.layers().forEach(layer -> layers.add(described(layer)));
        return correction.answer() + correction.edits() + correction.usage() + layers;
    }

    private static String described(LayerTrace layer) {
        return layer.name() + layer.outcome() + layer.usage() + layer.detail();
    }

    @Provide
    Arbitrary<Function<List<String>, Aligner>> subjects() {
        Function<List<String>, Aligner> completion = events -> completion();
        Function<List<String>, Aligner> windowed = events -> new WindowedAligner(completion(), 20, 100);
        Function<List<String>, Aligner> cached =
                events -> CachingAligner.of(windowed.apply(events), 100, Duration.ofDays(1));
        Function<List<String>, Aligner> plain = events -> Aligner.of(request -> request.answer() + "!");
        return Arbitraries.of(
                completion,
                windowed,
                cached,
                plain,
                events -> stack(events, windowed.apply(events), FailurePolicy.failOpen(), LayerGate.ALWAYS),
                events -> stack(events, cached.apply(events), FailurePolicy.refuse("No."), LayerGate.ALWAYS),
                events -> stack(events, completion(), FailurePolicy.failClosed(), SessionEqualityTest::longEnough),
                events -> AlignerStack.of("outer", stack(events, completion(), FailurePolicy.failOpen(), q -> {
                    throw new IllegalStateException("no gate");
                })),
                events -> AlignerStack.builder("empty").build());
    }

    private static Aligner stack(List<String> events, Aligner first, FailurePolicy policy, LayerGate gate) {
        return AlignerStack.builder("s")
                .listener((stack, request, event) -> events.add(request.answer() + described(event.trace())))
                .layer(new Layer("first", first, policy, gate))
                .layer("second", new WindowedAligner(completion(), 30, 10))
                .build();
    }

    private static Optional<String> longEnough(CorrectionRequest request) {
        return request.answer().length() < 40 ? Optional.of("too short") : Optional.empty();
    }

    private static Aligner completion() {
        CompletionModel model = new CompletionModel() {
            @Override
            public Completion complete(CompletionRequest request) {
                String answer = request.prediction();
                if (answer.contains("boom")) {
                    throw new CompletionModelException("boom");
                }
                String friendly = answer.replace("fool", "friend");
                TokenUsage usage = new TokenUsage(request.prompt().text().length(), friendly.length());
                return new Completion(friendly, FinishReason.STOP, usage, CompletionTimings.NONE);
            }

            @Override
            public void prefill(CompletionRequest request) {
                if (request.prompt().text().contains("!")) {
                    throw new IllegalStateException("a hint must not throw, but some do");
                }
            }
        };
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build();
    }

    @Provide
    Arbitrary<String> answers() {
        return Arbitraries.frequencyOf(
                        Tuple.of(20, Arbitraries.of("You ", "fool", " ", "really. ", "Dr. ", "e.g. ", "Why? ", "ok")),
                        Tuple.of(4, Arbitraries.of("\n", "\n\n\t", "! ", "| ", " ASSISTANT:", "\uD83D\uDE00", "```\n")),
                        Tuple.of(1, Arbitraries.of("boom ", "\uFF1A", "{\"a\":1}", "a".repeat(50))))
                .list()
                .ofMaxSize(60)
                .map(words -> String.join("", words));
    }

    /** Runs tasks when it is told to. */
    private static final class Turns implements Executor {

        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void run(int most) {
            for (int i = 0; i < most && !tasks.isEmpty(); i++) {
                tasks.remove().run();
            }
        }
    }
}
