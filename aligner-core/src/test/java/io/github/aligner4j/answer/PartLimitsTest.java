// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.template.CorrectionTemplates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An answer of many values has the time and the tokens of one. */
class PartLimitsTest {

    private static final CorrectionRequest FIVE =
            CorrectionRequest.of("q", "[\"One.\",\"Two.\",\"Three.\",\"Four.\",\"Five.\"]");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2096-11-21T10:00:00Z"));
    private final List<CompletionRequest> asked = new ArrayList<>();

    /** Heeds no deadline, takes a second, and writes four tokens. */
    private final CompletionModel slow = request -> {
        asked.add(request);
        now.set(now.get().plusSeconds(1));
        return new Completion(request.prediction(), FinishReason.STOP, new TokenUsage(1, 4), CompletionTimings.NONE);
    };

    @Test
    void a_timeout_is_for_all_values_together() {
        Aligner timed = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow)
                .timeout(Duration.ofSeconds(3))
                .clock(now::get)
                .build();

        assertThatThrownBy(() -> correct(timed))
                .isInstanceOf(AlignerException.class)
                .hasStackTraceContaining("DeadlineExceededException");
        assertThat(asked).hasSize(3);
    }

    @Test
    void so_are_the_timeouts_of_a_stack() {
        CompletionAligner timed = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow)
                .timeout(Duration.ofMinutes(10))
                .build();
        AlignerStack.Builder stack = AlignerStack.builder("s").layer("a", timed).layer("b", timed);
        Instant before = Instant.now();

        correct(stack.build());

        assertThat(asked)
                .hasSize(10)
                .allSatisfy(request -> assertThat(request.deadline().orElseThrow())
                        .isBetween(before, Instant.now().plus(Duration.ofMinutes(20))));
    }

    @Test
    void a_limit_of_new_tokens_is_for_all_values_together() {
        Aligner limited = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(12))
                .build();

        assertThatThrownBy(() -> correct(limited))
                .isInstanceOf(AlignerException.class)
                .hasMessage("an answer's parts need more than the 12 tokens that they may have together; raise"
                        + " max-new-tokens, or ask for shorter answers");
        assertThat(asked)
                .extracting(request -> request.sampling().maxNewTokens().orElseThrow())
                .containsExactly(12, 8, 4);
    }

    @Test
    void prose_around_the_values_has_no_time_and_no_tokens_of_its_own() {
        CorrectionRequest surrounded = CorrectionRequest.of("q", "Here it is: {\"a\":\"One.\"} Anything else?");
        Aligner limited = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow)
                .timeout(Duration.ofSeconds(3))
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(12))
                .clock(now::get)
                .build();

        correct(surrounded, limited);

        assertThat(asked)
                .extracting(request -> request.sampling().maxNewTokens().orElseThrow())
                .containsExactly(12, 8, 4);
        assertThat(asked)
                .extracting(CompletionRequest::deadline)
                .containsOnly(asked.get(0).deadline());
    }

    private static void correct(Aligner aligner) {
        correct(FIVE, aligner);
    }

    private static void correct(CorrectionRequest request, Aligner aligner) {
        new AnswerCorrector(aligner).correct(request, CorrectionContext.DEFAULT, AnswerPolicy.DEFAULT);
    }
}
