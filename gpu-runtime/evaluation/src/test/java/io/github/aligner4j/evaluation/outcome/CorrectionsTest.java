// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorrectionsTest {

    @Test
    void callers_ask_at_once_and_outcomes_keep_their_order() {
        CyclicBarrier together = new CyclicBarrier(4);
        Aligner aligner = (request, context) -> {
            await(together);
            return Correction.of(request.answer(), request.answer() + "!");
        };

        Corrections corrections = Corrections.of(aligner, requests(8), 4, () -> {});

        assertThat(corrections.outcomes())
                .extracting(Outcome::output)
                .containsExactly("0!", "1!", "2!", "3!", "4!", "5!", "6!", "7!");
        assertThat(corrections.speed().answers()).isEqualTo(8);
        assertThat(corrections.speed().callers()).isEqualTo(4);
    }

    @Test
    void rejections_are_told_from_failures_and_leave_the_answer_as_it_was() {
        List<RuntimeException> failures = List.of(
                new CorrectionRejectedException("it is empty"),
                new AlignerException("broken"),
                new CompletionModelException("no model"));
        Aligner aligner = (request, context) -> {
            throw failures.get(Integer.parseInt(request.answer()));
        };

        List<Outcome> outcomes =
                Corrections.of(aligner, requests(3), 1, () -> {}).outcomes();

        assertThat(outcomes).extracting(Outcome::ending).containsExactly(Ending.REJECTED, Ending.FAILED, Ending.FAILED);
        assertThat(outcomes).extracting(Outcome::output).containsExactly("0", "1", "2");
        assertThat(outcomes.get(0).problem()).contains("it is empty");
        assertThat(outcomes).noneMatch(Outcome::exact).noneMatch(Outcome::changed);
    }

    @Test
    void a_rejection_inside_a_stack_is_one() {
        Aligner stack = AlignerStack.builder("s")
                .layer("only", (request, context) -> {
                    throw new CorrectionRejectedException("it is empty");
                })
                .build();

        assertThat(Corrections.of(stack, requests(1), 1, () -> {}).outcomes())
                .extracting(Outcome::ending)
                .containsExactly(Ending.REJECTED);
    }

    @Test
    void a_mistake_in_the_code_is_no_failed_correction() {
        Aligner aligner = (request, context) -> {
            throw new IllegalStateException("closed");
        };

        assertThatThrownBy(() -> Corrections.of(aligner, requests(1), 1, () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("closed");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<CorrectionRequest> requests(int count) {
        return new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> CorrectionRequest.of("", String.valueOf(i)))
                .toList());
    }
}
