// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.policy.JudgedAligner;
import io.github.aligner4j.policy.RepeatingAligner;
import io.github.aligner4j.routing.AnswerJudge;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import io.github.aligner4j.routing.AspectRouter;
import io.github.aligner4j.routing.BestOfAligner;
import io.github.aligner4j.routing.Route;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final CachingAligner cached = CachingAligner.builder(counted)
            .maximumSize(10)
            .expireAfterAccess(Duration.ofMinutes(5))
            .ticker(ticker())
            .build();

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
    void what_a_policy_made_of_a_failure_is_not_cached() {
        for (FailurePolicy policy : List.of(
                FailurePolicy.failOpen(),
                FailurePolicy.refuse("No."),
                FailurePolicy.reprompt("Again.", 1, FailurePolicy.failOpen()))) {
            calls.set(0);
            Aligner failsFirst = (request, context) -> {
                if (calls.getAndIncrement() == 0) {
                    throw new AlignerException("the device is busy");
                }
                return Correction.of(request.answer(), "yes");
            };
            Aligner stack = AlignerStack.builder("s")
                    .layer(Layer.of("kind", failsFirst).withFailurePolicy(policy))
                    .build();
            CachingAligner caching = CachingAligner.of(stack, 10, Duration.ofDays(1));
            CorrectionContext context = CorrectionContext.DEFAULT.withUpstream(message -> "no, sir");
            caching.correct(REQUEST, context);
            int before = calls.get();
            assertThat(caching.correct(REQUEST, context).answer()).isEqualTo("yes");
            assertThat(caching.correct(REQUEST, context).answer()).isEqualTo("yes");
            assertThat(calls).hasValue(before + 1);
        }
    }

    @Test
    void nor_is_what_the_policy_of_a_stack_within_another_Aligner_made_of_it() {
        Aligner failsFirst = (request, context) -> {
            if (calls.getAndIncrement() == 0) {
                throw new AlignerException("the device is busy");
            }
            return Correction.of(request.answer(), "yes");
        };
        Aligner stack = AlignerStack.builder("s")
                .layer(Layer.of("kind", failsFirst).withFailurePolicy(FailurePolicy.failOpen()))
                .build();
        AnswerJudge judge = (request, candidates, context) -> new Verdict(1, TokenUsage.NONE);
        for (Aligner around : List.of(
                AlignerStack.of("outer", stack),
                AlignerStack.of("outer", AlignerStack.of("middle", stack)),
                AspectRouter.builder()
                        .route(Route.when("r", any -> true, stack))
                        .build(),
                new JudgedAligner(AlignerStack.of("middle", stack), judge),
                new RepeatingAligner(AlignerStack.of("middle", stack), 2),
                BestOfAligner.builder(judge).candidate("c", stack).build(),
                new WindowedAligner(stack, 200, 0))) {
            calls.set(0);
            CachingAligner caching = CachingAligner.of(around, 10, Duration.ofDays(1));
            assertThat(caching.correct(REQUEST).answer()).isEqualTo(REQUEST.answer());
            assertThat(caching.correct(REQUEST).answer()).as("%s", around).isEqualTo("yes");
        }
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
    void an_attribute_that_decides_keeps_the_corrections_of_users_apart() {
        Aligner byTenant = (request, context) ->
                Correction.of(request.answer(), "for " + request.attributes().get("tenant"));
        CachingAligner shared = CachingAligner.builder(byTenant)
                .maximumSize(10)
                .attributes("tenant")
                .build();
        CorrectionRequest mine = REQUEST.withAttributes(Map.of("tenant", "mine", "conversation", "1"));

        assertThat(shared.correct(mine).answer()).isEqualTo("for mine");
        assertThat(shared.correct(REQUEST.withAttributes(Map.of("tenant", "yours")))
                        .answer())
                .isEqualTo("for yours");
        assertThat(shared.correct(REQUEST).answer()).isEqualTo("for null");
        assertThat(shared.correct(REQUEST.withAttributes(Map.of("tenant", "null")))
                        .answer())
                .isEqualTo("for null");
        assertThat(shared.stats().hitCount()).isZero();
        shared.correct(mine.withAttributes(Map.of("tenant", "mine", "conversation", "2")));
        assertThat(shared.stats().hitCount()).isEqualTo(1);
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
    void a_part_of_an_answer_which_may_be_deleted_is_not_the_same_as_a_whole_one() {
        cached.correct(REQUEST, CorrectionContext.DEFAULT.forPart());
        cached.correct(REQUEST, CorrectionContext.DEFAULT);
        cached.correct(REQUEST, CorrectionContext.DEFAULT.forPart());
        assertThat(calls).hasValue(2);
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

    @Test
    void a_cache_needs_one_bound() {
        assertThatThrownBy(() -> CachingAligner.builder(counted).build())
                .hasMessage("a cache needs either a maximum size or a maximum memory, but neither was given");
        assertThatThrownBy(() -> CachingAligner.builder(counted)
                        .maximumSize(1)
                        .maximumMemory(1)
                        .build())
                .hasMessage("a cache needs either a maximum size or a maximum memory, but both were given");
        assertThatThrownBy(() -> CachingAligner.builder(counted).maximumMemory(0))
                .hasMessage("a cache's maximum memory must be at least 1, but was 0");
    }

    @Test
    void a_cache_by_memory_keeps_what_fits() {
        CachingAligner small =
                CachingAligner.builder(counted).maximumMemory(100_000).build();
        for (int i = 0; i < 100; i++) {
            small.correct(CorrectionRequest.of("Why?", "no ".repeat(1_000) + i));
        }
        small.cleanUp();

        assertThat(small.stats().bytes()).isBetween(1L, 100_000L);
        assertThat(small.stats().evictionCount()).isEqualTo(100 - small.stats().size());
    }

    @Test
    void an_answer_that_was_left_unchanged_takes_no_memory_for_its_text() {
        CachingAligner unchanged = CachingAligner.of(Aligner.of(CorrectionRequest::answer), 10, Duration.ofMinutes(1));
        CorrectionRequest request = CorrectionRequest.of("Why?", "no ".repeat(10_000));
        unchanged.correct(request);

        assertThat(unchanged.correct(request).answer()).isEqualTo(request.answer());
        assertThat(unchanged.stats().hitCount()).isEqualTo(1);
        assertThat(unchanged.stats().bytes()).isLessThan(1_000);
    }

    @Test
    void another_checkpoint_finds_nothing_of_the_former_one() {
        AtomicInteger checkpoint = new AtomicInteger();
        CachingAligner reloaded = CachingAligner.builder(counted)
                .maximumSize(10)
                .fingerprint(() -> "checkpoint " + checkpoint)
                .build();
        reloaded.correct(REQUEST);
        checkpoint.incrementAndGet();
        reloaded.correct(REQUEST);
        checkpoint.set(0);
        reloaded.correct(REQUEST);

        assertThat(calls).hasValue(2);
    }

    @Test
    void texts_that_differ_only_in_where_they_end_or_in_half_a_character_are_different() {
        cached.correct(CorrectionRequest.of("ab", "c"));
        cached.correct(CorrectionRequest.of("a", "bc"));
        cached.correct(CorrectionRequest.of("a", "b\uD83D"));
        cached.correct(CorrectionRequest.of("a", "b\uDE00"));
        cached.correct(CorrectionRequest.of("a", "b?"));
        cached.correct(CorrectionRequest.of("a", "b").withContext(List.of("", "x")));
        cached.correct(CorrectionRequest.of("a", "b").withContext(List.of("x", "")));

        assertThat(calls).hasValue(7);
    }

    private Ticker ticker() {
        return nanos::get;
    }
}
