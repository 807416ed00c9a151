// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.routing.AnswerJudge;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JudgedAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("q", "old");
    private static final Detection RUDE = new Detection("rude", 0.9, new TokenUsage(3, 0), Duration.ZERO);

    private static Aligner saying(String answer) {
        return (request, context) -> {
            context.emit(answer);
            return Correction.of(request.answer(), answer, new TokenUsage(10, 2), Duration.ofMillis(5))
                    .withDetections(List.of(RUDE));
        };
    }

    private static AnswerJudge picking(int choice) {
        return (request, candidates, context) -> {
            assertThat(candidates).containsExactly("old", "new");
            assertThat(context.isStreaming()).isFalse();
            return new Verdict(choice, new TokenUsage(4, 1));
        };
    }

    @Test
    void the_original_stays_if_the_judge_prefers_it_and_nothing_is_lost() {
        List<String> chunks = new ArrayList<>();
        Correction correction = new JudgedAligner(saying("new"), picking(0))
                .correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunks::add));

        assertThat(correction.changed()).isFalse();
        assertThat(chunks).containsExactly("old");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(14, 3));
        assertThat(correction.detections()).containsExactly(RUDE);
        assertThat(correction.usageBreakdown())
                .containsEntry("correction", new TokenUsage(7, 2))
                .containsEntry("judge", new TokenUsage(4, 1));
        assertThat(correction.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(5));
    }

    @Test
    void a_correction_that_the_judge_prefers_is_delivered_after_the_verdict() {
        List<String> chunks = new ArrayList<>();
        AnswerJudge judge = (request, candidates, context) -> {
            assertThat(chunks).isEmpty();
            return new Verdict(1, TokenUsage.NONE);
        };
        Correction correction = new JudgedAligner(saying("new"), judge)
                .correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunks::add));

        assertThat(correction.answer()).isEqualTo("new");
        assertThat(chunks).containsExactly("new");
    }

    @Test
    void an_unchanged_answer_is_not_judged() {
        AnswerJudge unasked = (request, candidates, context) -> {
            throw new AssertionError("asked");
        };

        assertThat(new JudgedAligner(saying("old"), unasked).correct(REQUEST).usage())
                .isEqualTo(new TokenUsage(10, 2));
    }

    @Test
    void a_judge_that_fails_fails_the_call_with_the_detections_so_far() {
        AnswerJudge failing = (request, candidates, context) -> {
            throw new AlignerException("no verdict");
        };

        assertThatThrownBy(() -> new JudgedAligner(saying("new"), failing).correct(REQUEST))
                .hasMessage("no verdict")
                .satisfies(e -> assertThat(((AlignerException) e).detections()).containsExactly(RUDE));
        assertThatThrownBy(() -> new JudgedAligner(saying("new"), picking(2)).correct(REQUEST))
                .hasMessage("the judge picked candidate 2 of 2 candidates, counted from 0; it must pick one of them or"
                        + " throw");
    }

    @Test
    void the_timeout_holds_for_correction_and_verdict_together() {
        CorrectionLimits limits =
                CorrectionLimits.NONE.withTimeout(Duration.ofSeconds(2)).withClock(InstantSource.fixed(Instant.EPOCH));
        Aligner limited = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return Correction.of(request.answer(), "new");
            }

            @Override
            public CorrectionLimits limits() {
                return limits;
            }
        };
        List<Optional<Instant>> deadlines = new ArrayList<>();

        new JudgedAligner(limited, (request, candidates, context) -> {
                    deadlines.add(context.deadline());
                    return new Verdict(1, TokenUsage.NONE);
                })
                .correct(REQUEST);

        assertThat(deadlines).containsExactly(Optional.of(Instant.EPOCH.plusSeconds(2)));
    }
}
