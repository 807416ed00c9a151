// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Whatever an upstream model streams, and however it is cut into chunks, no uncorrected character reaches the listener, and no
 * corrected one is lost. 2,400 answers from fixed seeds.
 */
class SentenceLeakTest {

    private static final int SEEDS = 150;
    private static final String REFUSAL = "\u0417\u0430\u043f\u0440\u0435\u0449\u0435\u043d\u043e.";

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final StringBuilder released = new StringBuilder();
    private final List<String> stops = new ArrayList<>();

    private final SentenceStream.Listener listener = new SentenceStream.Listener() {
        @Override
        public void onText(String corrected) {
            assertThat(corrected).isNotEmpty();
            released.append(corrected);
        }

        @Override
        public void onStopped(@Nullable Throwable failure) {
            stops.add(failure == null ? "refused" : failure.getClass().getSimpleName());
        }
    };

    static Stream<Integer> seeds() {
        return IntStream.range(0, SEEDS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_whole_answer_is_released_corrected_and_nothing_else(int seed) {
        for (int i = 0; i < 6; i++) {
            Random random = new Random(seed * 31L + i);
            StreamedText streamed = StreamedText.random(random);
            boolean keepThinking = random.nextBoolean();
            reset();

            SentenceStream stream = stream(stack(random), keepThinking);
            append(stream, streamed.chunks(), random);
            Correction correction = stream.complete(streamed.whole());

            String kept = keepThinking ? streamed.thinking() : "";
            assertThat(released.toString()).as("seed %d/%d", seed, i).isEqualTo(kept + Greek.of(streamed.text()));
            assertThat(correction.answer()).isEqualTo(released.toString());
            assertThat(correction.original()).isEqualTo(streamed.whole());
            assertThat(stops).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_failure_lets_through_what_was_corrected_before_it(int seed) {
        for (int i = 0; i < 3; i++) {
            Random random = new Random(seed * 37L + i);
            StreamedText streamed = StreamedText.random(random);
            boolean refuses = random.nextBoolean();
            reset();

            SentenceStream stream = stream(failing(random.nextInt(6), refuses), false);
            append(stream, streamed.chunks(), random);
            boolean completed = completes(stream, streamed.whole());

            String text = released.toString();
            boolean refused = text.endsWith(REFUSAL);
            String corrected = refused ? text.substring(0, text.length() - REFUSAL.length()) : text;
            assertThat(corrected).as("seed %d/%d", seed, i).doesNotContainPattern("[A-Za-z]");
            if (!refuses) {
                assertThat(Greek.of(streamed.text())).startsWith(corrected);
                assertThat(completed).isEqualTo(corrected.equals(Greek.of(streamed.text())));
                assertThat(stops).isEqualTo(completed ? List.of() : List.of("LayerFailedException"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_final_text_that_differs_ends_the_stream_or_is_corrected_itself(int seed) {
        for (int i = 0; i < 4; i++) {
            Random random = new Random(seed * 41L + i);
            StreamedText streamed = StreamedText.random(random);
            String whole = streamed.text();
            String other = switch (i) {
                case 0 -> whole + "And. More " + PIECE;
                case 1 -> whole.stripTrailing();
                case 2 -> whole.substring(0, random.nextInt(whole.length() + 1));
                default -> "Something else. " + whole;
            };
            reset();

            SentenceStream stream = stream(stack(random), false);
            append(stream, StreamedText.cut(whole, random), random);
            boolean completed = completes(stream, other);

            assertThat(released.toString()).as("seed %d/%d", seed, i).doesNotContainPattern("[A-Za-z]");
            if (completed) {
                assertThat(released.toString()).as("seed %d/%d", seed, i).isEqualTo(Greek.of(other));
            } else {
                assertThat(Greek.of(whole)).startsWith(released.toString());
                assertThat(stops).containsExactly("AlignerException");
            }
        }
    }

    private static final String PIECE = "\n```\nfence. here\n```\n";

    @ParameterizedTest
    @MethodSource("seeds")
    void a_stream_that_ends_in_the_middle_releases_nothing_more(int seed) {
        for (int i = 0; i < 3; i++) {
            Random random = new Random(seed * 43L + i);
            StreamedText streamed = StreamedText.random(random);
            Cancellation cancellation = Cancellation.create();
            reset();

            SentenceStream stream = stream(stack(random), false, cancellation);
            List<String> chunks = streamed.chunks();
            append(stream, chunks.subList(0, random.nextInt(chunks.size() + 1)), random);
            String before = released.toString();
            if (i == 0) {
                cancellation.cancel();
            } else {
                stream.close();
            }
            append(stream, chunks, random);

            assertThatThrownBy(() -> stream.complete(streamed.whole()))
                    .isInstanceOf(CorrectionCancelledException.class);
            assertThat(released.toString()).isEqualTo(before).doesNotContainPattern("[A-Za-z]");
            assertThat(Greek.of(streamed.text())).startsWith(before);
            assertThat(stops).isEmpty();
        }
    }

    @Test
    void threads_of_their_own_change_nothing() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int seed = 0; seed < 200; seed++) {
                Random random = new Random(seed);
                StreamedText streamed = StreamedText.random(random);
                reset();
                SentenceStream stream = new AnswerCorrector(stack(random))
                        .sentences(
                                policy(false),
                                () -> CorrectionRequest.of("q", ""),
                                CorrectionContext.DEFAULT,
                                threads,
                                listener);
                streamed.chunks().forEach(stream::append);
                Correction correction = stream.complete(streamed.whole());

                assertThat(released.toString()).as("seed %d", seed).isEqualTo(Greek.of(streamed.text()));
                assertThat(correction.answer()).isEqualTo(released.toString());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_executor_that_rejects_tasks_leaves_everything_to_the_end() {
        SentenceStream stream = new AnswerCorrector(new Greek())
                .sentences(
                        policy(false),
                        () -> CorrectionRequest.of("q", ""),
                        CorrectionContext.DEFAULT,
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        listener);
        stream.append("One. Two. ");
        stream.append("Three.");

        assertThat(stream.complete("One. Two. Three.").answer()).isEqualTo(Greek.of("One. Two. Three."));
        assertThat(released.toString()).isEqualTo(Greek.of("One. Two. Three."));
    }

    @Test
    void a_never_ending_stream_is_released_as_it_comes_and_can_be_closed() {
        SentenceStream stream = stream(new Greek(), false);
        String endless = "no end ".repeat(40) + "Sentence. ";
        for (int i = 0; i < 2_000; i++) {
            stream.append(endless);
            runTasks();
        }
        assertThat(released.length()).isGreaterThan(1_990 * endless.length());
        stream.close();
        stream.append("More. And more. ");
        runTasks();

        assertThat(released.toString()).doesNotContainPattern("[A-Za-z]");
        assertThat(released.length()).isLessThanOrEqualTo(2_000 * endless.length());
    }

    private void reset() {
        tasks.clear();
        released.setLength(0);
        stops.clear();
    }

    private SentenceStream stream(Aligner aligner, boolean keepThinking) {
        return stream(aligner, keepThinking, Cancellation.never());
    }

    private SentenceStream stream(Aligner aligner, boolean keepThinking, Cancellation cancellation) {
        return new AnswerCorrector(aligner)
                .sentences(
                        policy(keepThinking),
                        () -> CorrectionRequest.of("q", ""),
                        CorrectionContext.DEFAULT.withCancellation(cancellation),
                        tasks::add,
                        listener);
    }

    private static AnswerPolicy policy(boolean keepThinking) {
        return new AnswerPolicy(Form.TEXT, keepThinking, false, false);
    }

    /** Runs tasks now and then, so that corrections lag behind by any distance. */
    private void append(SentenceStream stream, List<String> chunks, Random random) {
        int pace = 1 + random.nextInt(6);
        for (String chunk : chunks) {
            stream.append(chunk);
            if (random.nextInt(pace) == 0 && !tasks.isEmpty()) {
                tasks.remove().run();
            }
        }
        if (random.nextBoolean()) {
            runTasks();
        }
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static boolean completes(SentenceStream stream, String text) {
        try {
            stream.complete(text);
            return true;
        } catch (AlignerException e) {
            return false;
        }
    }

    private static Aligner stack(Random random) {
        Layer refusing = Layer.of("b", new Greek()).withFailurePolicy(FailurePolicy.refuse(REFUSAL));
        return switch (random.nextInt(4)) {
            case 0 -> new Greek();
            case 1 -> AlignerStack.of("a", new Greek());
            case 2 ->
                AlignerStack.builder("s")
                        .layer("a", new Greek())
                        .layer(refusing)
                        .build();
            default ->
                AlignerStack.builder("s")
                        .layer(refusing)
                        .layer("a", new Greek())
                        .build();
        };
    }

    /** Returns a stack whose last layer fails from the {@code calls}th call on. */
    private static Aligner failing(int calls, boolean refuses) {
        Greek greek = new Greek();
        Aligner failing = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                if (greek.read().size() >= calls) {
                    throw new AlignerException("out of order");
                }
                return greek.correct(request, context);
            }

            @Override
            public boolean supportsWindows() {
                return true;
            }
        };
        Layer layer = Layer.of("last", failing)
                .withFailurePolicy(refuses ? FailurePolicy.refuse(REFUSAL) : FailurePolicy.failClosed());
        return AlignerStack.builder("s")
                .layer("first", new Greek())
                .layer(layer)
                .build();
    }
}
