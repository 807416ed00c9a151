// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.routing.AnswerJudge;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The snippet of docs/guide/layers.md. */
class LayersGuideTest {

    private final Aligner harmless =
            Aligner.of(request -> request.answer().replaceFirst("damn ", "").replace("seven", "7"));
    private final Aligner spare = Aligner.of(request -> {
        if (request.answer().contains("stubborn")) {
            throw new AlignerException("stubborn");
        }
        return request.answer().replace("damn ", "");
    });
    private final Aligner civil = Aligner.of(CorrectionRequest::answer);
    private final AnswerJudge judge = (request, candidates, context) -> new Verdict(1, TokenUsage.NONE);

    @Test
    void layers_have_gates_guards_policies_and_modes() {
        Aligner careful = new JudgedAligner(
                new GuardedAligner(
                        new RepeatingAligner(harmless, 3),
                        List.of(
                                CorrectionGuards.keepsNumbers(),
                                CorrectionGuards.keepsLinks(),
                                CorrectionGuards.keepsCode(),
                                CorrectionGuards.maxEditRatio(0.6))),
                judge);
        AlignerStack chain = AlignerStack.builder("default")
                .layer(Layer.of("harmless", careful)
                        .withGate(Gates.allOf(Gates.minLength(20), Gates.not(Gates.toolTurn())))
                        .withFailurePolicy(FailurePolicy.retry(
                                spare,
                                1,
                                FailurePolicy.reprompt(
                                        "Answer again, without insults.",
                                        1,
                                        FailurePolicy.refuse("I can't answer that.")))))
                .layer(Layer.of("civility", civil).withRollout(Rollout.of(new RolloutState(LayerMode.CANARY, 0.05))))
                .build();

        assertThat(answer(chain, "damn it")).isEqualTo("damn it");
        assertThat(answer(chain, "The damn damn answer is long enough.")).isEqualTo("The answer is long enough.");
        assertThat(answer(chain, "It costs damn seven dollars or so.")).isEqualTo("It costs seven dollars or so.");
        assertThat(answer(chain, "It costs seven stubborn dollars.")).isEqualTo("I can't answer that.");
        CorrectionContext again = CorrectionContext.DEFAULT.withUpstream(message -> message + " I do so.");
        assertThat(chain.correct(CorrectionRequest.of("q", "It costs seven stubborn dollars."), again)
                        .answer())
                .isEqualTo("Answer again, without insults. I do so.");
    }

    private static String answer(AlignerStack chain, String answer) {
        return chain.correct(CorrectionRequest.of("q", answer)).answer();
    }
}
