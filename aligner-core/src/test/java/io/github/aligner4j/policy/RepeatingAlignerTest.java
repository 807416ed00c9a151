// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RepeatingAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("q", "aaaa");

    private final List<String> read = new ArrayList<>();
    private final List<OptionalInt> limits = new ArrayList<>();

    /** Corrects a text to the one that follows it, or leaves it as it is. */
    private Aligner following(Map<String, String> next) {
        return (request, context) -> {
            read.add(request.answer());
            limits.add(context.maxNewTokens());
            String answer = next.getOrDefault(request.answer(), request.answer());
            return Correction.of(request.answer(), answer, new TokenUsage(5, 10), Duration.ZERO)
                    .withDetections(List.of(Detection.of("rude", 0.5)));
        };
    }

    private final Aligner steps = following(Map.of("aaaa", "aaa", "aaa", "aa", "aa", "a"));

    @Test
    void it_corrects_until_a_round_changes_nothing() {
        Correction correction = new RepeatingAligner(steps, 9).correct(REQUEST);

        assertThat(read).containsExactly("aaaa", "aaa", "aa", "a");
        assertThat(correction.original()).isEqualTo("aaaa");
        assertThat(correction.answer()).isEqualTo("a");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(20, 40));
        assertThat(correction.detections()).hasSize(4);
    }

    @Test
    void the_number_of_rounds_is_bounded() {
        assertThat(new RepeatingAligner(steps, 2).correct(REQUEST).answer()).isEqualTo("aa");
        assertThatThrownBy(() -> new RepeatingAligner(steps, 0))
                .hasMessage("the maximum number of rounds must be at least 1, but was 0");
    }

    @Test
    void two_texts_that_are_corrected_into_each_other_end() {
        Aligner cycle = following(Map.of("aaaa", "bbbb", "bbbb", "cccc", "cccc", "aaaa"));

        assertThat(new RepeatingAligner(cycle, 99).correct(REQUEST).answer()).isEqualTo("cccc");
        assertThat(read).containsExactly("aaaa", "bbbb", "cccc");
    }

    @Test
    void the_limit_of_new_tokens_holds_for_all_rounds_together() {
        CorrectionContext limited = CorrectionContext.DEFAULT.withMaxNewTokens(25);

        assertThat(new RepeatingAligner(steps, 9).correct(REQUEST, limited).answer())
                .isEqualTo("aa");
        assertThat(limits).containsExactly(OptionalInt.of(25), OptionalInt.of(15));
    }

    @Test
    void nothing_is_streamed_before_the_last_round() {
        List<String> chunks = new ArrayList<>();
        new RepeatingAligner(steps, 9).correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunks::add));

        assertThat(chunks).containsExactly("a");
    }

    @Test
    void a_failed_round_fails_the_call_with_the_detections_of_those_before() {
        Aligner failing = (request, context) -> {
            if (request.answer().equals("aa")) {
                throw new AlignerException("failed");
            }
            return steps.correct(request, context);
        };

        assertThatThrownBy(() -> new RepeatingAligner(failing, 9).correct(REQUEST))
                .hasMessage("failed")
                .satisfies(e -> assertThat(((AlignerException) e).detections()).hasSize(2));
    }

    @Test
    void a_cancellation_between_rounds_ends_the_call() {
        Cancellation cancellation = Cancellation.create();
        Aligner cancelling = (request, context) -> {
            cancellation.cancel();
            return steps.correct(request, context);
        };

        assertThatThrownBy(() -> new RepeatingAligner(cancelling, 9)
                        .correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(read).hasSize(1);
    }

    @Test
    void a_growing_answer_is_shown_to_the_first_round() {
        List<String> shown = new ArrayList<>();
        Aligner eager = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return steps.correct(request, context);
            }

            @Override
            public CorrectionSession begin(CorrectionRequest request, Executor executor) {
                return new CorrectionSession() {
                    @Override
                    public void append(String text) {
                        shown.add(text);
                    }

                    @Override
                    public Correction complete(CorrectionRequest request, CorrectionContext context) {
                        return steps.correct(request, context);
                    }

                    @Override
                    public void close() {
                        shown.add("closed");
                    }
                };
            }
        };

        try (CorrectionSession session = new RepeatingAligner(eager, 9).begin(REQUEST.withAnswer(""), Runnable::run)) {
            session.append("aaaa");
            assertThat(session.complete(REQUEST, CorrectionContext.DEFAULT).answer())
                    .isEqualTo("a");
        }
        assertThat(shown).contains("aaaa", "closed");
        assertThat(read).hasSize(4);
    }
}
