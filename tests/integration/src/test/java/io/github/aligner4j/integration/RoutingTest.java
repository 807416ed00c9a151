// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import io.github.aligner4j.routing.AspectRouter;
import io.github.aligner4j.routing.Route;
import io.github.aligner4j.routing.RouteMerge;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes to the embedded checkpoint and to an adapter of it, which share one base. */
class RoutingTest {

    private static CheckpointAligner base;

    @BeforeAll
    static void open() {
        base = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("empathy", ModelSource.embedded("empathy"))
                .open();
    }

    @AfterAll
    static void close() {
        base.close();
    }

    @Test
    void each_answer_goes_to_the_checkpoint_that_is_right_for_it() {
        AspectRouter router = AspectRouter.builder()
                .route(Route.answerMatches("civil", Pattern.compile("damn|stupid"), base))
                .route(Route.questionMatches("warm", Pattern.compile("I lost my"), base.withAdapter("empathy")))
                .build();

        Correction civil =
                AlignerStack.of("router", router).correct(CorrectionRequest.of("How is my plan?", Upstream.RUDE));
        Correction none = router.correct(CorrectionRequest.of("How is my plan?", Upstream.CIVIL));

        assertThat(civil.answer()).matches(Upstream::isCorrected);
        LayerTrace trace = civil.layers().get(0);
        assertThat(trace.usageBreakdown().keySet()).containsExactly("civil");
        assertThat(trace.usageBreakdown().get("civil")).isEqualTo(trace.usage());
        assertThat(none.changed()).isFalse();
        assertThat(none.usage()).isEqualTo(TokenUsage.NONE);
    }

    @Test
    void a_judge_sees_what_base_and_adapter_made_of_one_answer() {
        List<String> seen = new ArrayList<>();
        AspectRouter router = AspectRouter.builder()
                .route(Route.when("civil", request -> true, base))
                .route(Route.when("warm", request -> true, base.withAdapter("empathy")))
                .merge(RouteMerge.JUDGE)
                .judge((request, candidates, context) -> {
                    seen.addAll(candidates);
                    return new Verdict(1, TokenUsage.NONE);
                })
                .build();

        Correction correction = router.correct(CorrectionRequest.of("How is my plan?", Upstream.RUDE));

        assertThat(seen).startsWith(Upstream.RUDE).element(1).matches(Upstream::isCorrected);
        assertThat(correction.answer()).isEqualTo(seen.get(1));
        assertThat(correction.usageBreakdown().get("civil").completionTokens()).isPositive();
        assertThat(correction.usageBreakdown()).containsKey("warm");
    }
}
