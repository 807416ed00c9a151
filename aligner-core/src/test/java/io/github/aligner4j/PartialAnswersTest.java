// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.routing.AnswerJudge.Verdict;
import io.github.aligner4j.routing.BestOfAligner;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The upstream model is asked again only for the whole answer, by the thread of the call. */
class PartialAnswersTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final CorrectionContext context = CorrectionContext.DEFAULT.withUpstream(message -> {
        asked.incrementAndGet();
        return "A whole other answer.";
    });
    private final Aligner reprompting = AlignerStack.builder("s")
            .layer(Layer.of("failing", (request, call) -> {
                        throw new AlignerException("gone");
                    })
                    .withFailurePolicy(FailurePolicy.reprompt("Again.", 9, FailurePolicy.failOpen())))
            .build();

    @Test
    void the_stack_of_the_call_asks_it() {
        reprompting.correct(CorrectionRequest.of("Why?", "Because."), context);
        assertThat(asked).hasValue(9);
    }

    @Test
    void neither_a_window_nor_one_of_several_candidates_does() {
        Aligner candidates = BestOfAligner.builder((request, answers, call) -> new Verdict(0, TokenUsage.NONE))
                .candidate("a", reprompting)
                .candidate("b", reprompting)
                .build();
        for (Aligner aligner : List.of(new WindowedAligner(reprompting, 20, 20), candidates)) {
            CorrectionRequest request = CorrectionRequest.of("Why?", "Because of this. And because of that.");
            assertThat(aligner.correct(request, context).answer()).isEqualTo(request.answer());
            assertThat(asked).hasValue(0);
        }
    }
}
