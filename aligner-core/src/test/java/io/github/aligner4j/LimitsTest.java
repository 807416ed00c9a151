// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is promised of a correction holds for it as a whole, however many windows it is made of. */
class LimitsTest {

    private static final CorrectionRequest FIVE = CorrectionRequest.of("q", "One.\nTwo.\nThree.\nFour.\nFive.\n");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2096-11-21T10:00:00Z"));
    private final List<CompletionRequest> asked = new ArrayList<>();

    /** Heeds no deadline, takes a second, and writes four tokens, or as many as it may. */
    private final CompletionModel slow = request -> {
        asked.add(request);
        now.set(now.get().plusSeconds(1));
        int most = request.sampling().maxNewTokens().orElseThrow();
        FinishReason reason = most < 4 ? FinishReason.LENGTH : FinishReason.STOP;
        return new Completion(
                request.prediction(), reason, new TokenUsage(1, Math.min(4, most)), CompletionTimings.NONE);
    };

    @Test
    void a_timeout_is_for_all_windows_together() {
        for (Aligner aligner : List.of(
                windowed(timed(3)),
                windowed(CachingAligner.of(timed(3), 1, Duration.ofDays(1))),
                AlignerStack.of("s", windowed(timed(3))))) {
            asked.clear();
            Instant deadline = now.get().plusSeconds(3);
            assertThatThrownBy(() -> aligner.correct(FIVE))
                    .hasStackTraceContaining(
                            "DeadlineExceededException: the deadline passed before the model was called");
            assertThat(asked)
                    .hasSize(3)
                    .allMatch(request -> request.deadline().orElseThrow().equals(deadline));
        }
        assertThat(windowed(timed(5)).correct(FIVE).answer()).isEqualTo(FIVE.answer());
    }

    @Test
    void the_longest_timeout_and_the_latest_deadline_are_no_limit() {
        Aligner aligner = windowed(CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow)
                .timeout(Duration.ofSeconds(Long.MAX_VALUE))
                .clock(now::get)
                .build());
        CorrectionContext call = CorrectionContext.DEFAULT.withDeadline(Instant.MAX);
        assertThat(aligner.correct(FIVE, call).answer()).isEqualTo(FIVE.answer());
        try (CorrectionSession session = aligner.begin(FIVE.withAnswer(""), Runnable::run)) {
            session.append(FIVE.answer());
            assertThat(session.complete(FIVE, call).answer()).isEqualTo(FIVE.answer());
        }
    }

    @Test
    void the_callers_deadline_counts_if_it_is_earlier() {
        Instant deadline = now.get().plusSeconds(2);
        assertThatThrownBy(() -> windowed(timed(60)).correct(FIVE, CorrectionContext.DEFAULT.withDeadline(deadline)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(asked).hasSize(2);
    }

    @Test
    void windows_corrected_ahead_do_not_stretch_a_timeout() {
        Aligner aligner = windowed(timed(3));
        List<Runnable> tasks = new ArrayList<>();
        try (CorrectionSession session = aligner.begin(FIVE.withAnswer(""), tasks::add)) {
            session.append(FIVE.answer());
            tasks.remove(0).run();
            assertThat(asked).hasSize(1);
            Instant deadline = now.get().plusSeconds(3);
            assertThatThrownBy(() -> session.complete(FIVE, CorrectionContext.DEFAULT))
                    .isInstanceOf(DeadlineExceededException.class);
            assertThat(asked.subList(1, asked.size()))
                    .hasSize(3)
                    .allMatch(request -> request.deadline().orElseThrow().equals(deadline));
        }
    }

    @Test
    void a_limit_of_new_tokens_is_for_all_windows_together() {
        assertThat(windowed(limited(20)).correct(FIVE).usage().completionTokens())
                .isEqualTo(20);
        assertThat(asked)
                .extracting(request -> request.sampling().maxNewTokens().orElseThrow())
                .containsExactly(20, 16, 12, 8, 4);
        assertThatThrownBy(() -> windowed(limited(18)).correct(FIVE))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("raise max-new-tokens");
        assertThatThrownBy(() -> windowed(limited(8)).correct(FIVE))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("windows need more than the 8 tokens that they may have together")
                .hasMessageContaining("raise max-new-tokens");
    }

    @Test
    void tokens_written_ahead_count() {
        List<Runnable> tasks = new ArrayList<>();
        CorrectionSession session = windowed(limited(18)).begin(FIVE.withAnswer(""), tasks::add);
        session.append(FIVE.answer());
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }
        assertThat(asked).hasSize(4);
        assertThatThrownBy(() -> session.complete(FIVE, CorrectionContext.DEFAULT))
                .isInstanceOf(CorrectionRejectedException.class);
    }

    @Test
    void the_default_limit_is_for_each_window() {
        CompletionAligner unlimited =
                CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow).build();
        windowed(unlimited).correct(CorrectionRequest.of("q", "One.\n".repeat(1000)));
        assertThat(asked)
                .hasSize(1000)
                .allMatch(request -> request.sampling().maxNewTokens().orElseThrow() > 256);
    }

    @Test
    void a_calls_limit_is_lowered_and_never_raised() {
        CorrectionContext call = CorrectionContext.DEFAULT.withMaxNewTokens(5);
        assertThat(call.withMaxNewTokens(7).maxNewTokens()).hasValue(5);
        assertThat(call.withMaxNewTokens(3).maxNewTokens()).hasValue(3);
        assertThat(call.withListener(piece -> {}).withDeadline(now.get()).maxNewTokens())
                .hasValue(5);
        assertThatThrownBy(() -> call.withMaxNewTokens(0)).hasMessageContaining("at least 1, but was 0");
    }

    private static Aligner windowed(Aligner aligner) {
        return new WindowedAligner(aligner, 8, 8);
    }

    private CompletionAligner timed(int seconds) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow)
                .timeout(Duration.ofSeconds(seconds))
                .clock(now::get)
                .build();
    }

    private CompletionAligner limited(int tokens) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, slow)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(tokens))
                .build();
    }
}
