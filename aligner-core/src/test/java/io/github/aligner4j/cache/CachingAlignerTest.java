package io.github.aligner4j.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CachingAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "no");

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final Aligner counted = (request, context) -> {
        calls.incrementAndGet();
        return Correction.of(request.answer(), request.answer() + "!", new TokenUsage(3, 2), Duration.ofMillis(5));
    };
    private final CachingAligner cached = CachingAligner.of(counted, 10, Duration.ofMinutes(5), ticker());

    @Test
    void the_second_correction_of_the_same_is_remembered_and_costs_no_tokens() {
        Correction first = cached.correct(REQUEST);
        Correction second = cached.correct(REQUEST);
        assertThat(second.answer()).isEqualTo(first.answer());
        assertThat(second.edits()).isEqualTo(first.edits());
        assertThat(second.usage()).isEqualTo(TokenUsage.NONE);
        assertThat(calls).hasValue(1);
        assertThat(cached.stats().hitCount()).isEqualTo(1);
    }

    @Test
    void corrections_of_an_Aligner_that_samples_are_not_cached() {
        CompletionModel model = request -> {
            throw new AlignerException("not called");
        };
        Aligner sampling = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model)
                .sampling(SamplingParameters.GREEDY.withTemperature(0.7))
                .build();
        Aligner stack = AlignerStack.builder("s")
                .layer("counted", counted)
                .layer("sampling", new WindowedAligner(sampling, 100, 100))
                .build();

        for (Aligner each : List.of(sampling, stack, new DelegatingAligner(stack) {})) {
            assertThatThrownBy(() -> CachingAligner.of(each, 10, Duration.ofMinutes(5)))
                    .hasMessage("corrections of an Aligner that samples can't be cached, as each one may be different;"
                            + " leave the cache out, or set the Aligner's temperature to 0");
        }
    }

    @Test
    void another_conversation_context_or_strength_is_another_question() {
        cached.correct(REQUEST);
        cached.correct(REQUEST.withConversation(List.of(new Turn(Turn.Role.USER, "Hi"))));
        cached.correct(REQUEST.withContext(List.of("passage")));
        cached.correct(REQUEST.withStrength(0.5));
        assertThat(calls).hasValue(4);
    }

    @Test
    void what_is_remembered_is_heard_too() {
        cached.correct(REQUEST);
        List<String> heard = new ArrayList<>();
        cached.correct(REQUEST, CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(heard).containsExactly("no!");
    }

    @Test
    void a_correction_is_forgotten_when_it_was_not_used_for_long() {
        cached.correct(REQUEST);
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        cached.correct(REQUEST);
        assertThat(calls).hasValue(2);
    }

    @Test
    void failures_are_not_remembered() {
        Aligner failing = CachingAligner.of(
                (request, context) -> {
                    calls.incrementAndGet();
                    throw new AlignerException("gone");
                },
                10,
                Duration.ofMinutes(5));
        assertThatThrownBy(() -> failing.correct(REQUEST)).hasMessage("gone");
        assertThatThrownBy(() -> failing.correct(REQUEST)).hasMessage("gone");
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_cache_without_room_is_refused() {
        assertThatThrownBy(() -> CachingAligner.of(counted, 0, Duration.ofMinutes(1)))
                .hasMessageContaining("at least 1, but was 0");
    }

    private Ticker ticker() {
        return nanos::get;
    }
}
