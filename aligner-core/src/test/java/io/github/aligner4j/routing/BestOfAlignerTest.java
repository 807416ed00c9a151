// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BestOfAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("q", "old");
    private static final AnswerJudge LAST =
            (request, candidates, context) -> new Verdict(candidates.size() - 1, new TokenUsage(4, 1));

    private static Aligner saying(String answer) {
        return (request, context) -> Correction.of(request.answer(), answer, new TokenUsage(7, 2), Duration.ZERO);
    }

    private static Aligner failing(RuntimeException failure) {
        return (request, context) -> {
            throw failure;
        };
    }

    /** Waits until its call is cancelled, and then says so. */
    private static Aligner waiting(CountDownLatch started, CountDownLatch cancelled) {
        return (request, context) -> {
            context.cancellation().onCancel(cancelled::countDown);
            started.countDown();
            await(cancelled);
            context.cancellation().throwIfCancelled();
            throw new AssertionError();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_judge_sees_the_original_and_each_different_candidate_once() {
        List<String> seen = new ArrayList<>();
        BestOfAligner best = BestOfAligner.builder((request, candidates, context) -> {
                    seen.addAll(candidates);
                    return new Verdict(1, new TokenUsage(4, 1));
                })
                .candidate("a", saying("new"))
                .candidate("b", saying("old"))
                .candidate("c", saying("new"))
                .candidate("d", saying("newer"))
                .build();

        Correction correction = best.correct(REQUEST);

        assertThat(seen).containsExactly("old", "new", "newer");
        assertThat(correction.answer()).isEqualTo("new");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(32, 9));
        assertThat(correction.usageBreakdown().keySet()).containsExactly("a", "b", "c", "d", "judge");
    }

    @Test
    void candidates_run_at_the_same_time() {
        CyclicBarrier together = new CyclicBarrier(3);
        Aligner meeting = (request, context) -> {
            try {
                together.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return Correction.of("old", "new");
        };

        assertThat(BestOfAligner.builder(LAST)
                        .candidate("a", meeting)
                        .candidate("b", meeting)
                        .candidate("c", meeting)
                        .build()
                        .correct(REQUEST)
                        .answer())
                .isEqualTo("new");
    }

    @Test
    void a_failure_cancels_the_other_candidates_and_is_thrown() {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        AlignerException failure = new AlignerException("the device is gone");
        Aligner failingLater = (request, context) -> {
            await(started);
            throw failure;
        };

        assertThatThrownBy(() -> BestOfAligner.builder(LAST)
                        .candidate("waiting", waiting(started, cancelled))
                        .candidate("failing", failingLater)
                        .build()
                        .correct(REQUEST))
                .isSameAs(failure);
        await(cancelled);

        assertThatThrownBy(() -> BestOfAligner.builder(LAST)
                        .candidate("failing", failing(failure))
                        .candidate("waiting", waiting(new CountDownLatch(1), new CountDownLatch(1)))
                        .build()
                        .correct(REQUEST))
                .isSameAs(failure);
    }

    @Test
    void a_rejected_candidate_is_left_out_and_a_rejection_of_all_is_thrown() {
        CorrectionRejectedException rejection = new CorrectionRejectedException("it is empty");

        assertThat(BestOfAligner.builder(LAST)
                        .candidate("a", failing(rejection))
                        .candidate("b", saying("new"))
                        .build()
                        .correct(REQUEST)
                        .answer())
                .isEqualTo("new");
        assertThatThrownBy(() -> BestOfAligner.builder(LAST)
                        .candidate("a", failing(rejection))
                        .build()
                        .correct(REQUEST))
                .isSameAs(rejection);
    }

    @Test
    void cancelling_the_call_cancels_the_candidates() {
        Cancellation cancellation = Cancellation.create();
        CountDownLatch started = new CountDownLatch(2);
        CountDownLatch cancelled = new CountDownLatch(2);
        Aligner waiting = (request, context) -> {
            context.cancellation().onCancel(cancelled::countDown);
            started.countDown();
            await(cancelled);
            return Correction.of("old", "new");
        };
        Thread cancelling = new Thread(() -> {
            await(started);
            cancellation.cancel();
        });
        cancelling.start();

        assertThatThrownBy(() -> BestOfAligner.builder(LAST)
                        .candidate("a", waiting)
                        .candidate("b", waiting)
                        .build()
                        .correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void a_candidate_that_never_ends_does_not_hold_up_a_caller_past_the_deadline() {
        CountDownLatch cancelled = new CountDownLatch(1);
        assertThatThrownBy(() -> BestOfAligner.builder(LAST)
                        .candidate("waiting", waiting(new CountDownLatch(1), cancelled))
                        .candidate("quick", saying("new"))
                        .build()
                        .correct(
                                REQUEST,
                                CorrectionContext.DEFAULT.withDeadline(
                                        Instant.now().plusMillis(30))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("before all branches had replied");
        await(cancelled);
    }

    @Test
    void the_deadline_is_read_by_the_builders_clock() {
        CountDownLatch started = new CountDownLatch(1);
        Aligner later = (request, context) -> {
            await(started);
            return Correction.of("old", "new");
        };
        Aligner quick = (request, context) -> {
            started.countDown();
            return Correction.of("old", "newer");
        };

        assertThat(BestOfAligner.builder(LAST)
                        .candidate("later", later)
                        .candidate("quick", quick)
                        .timeout(Duration.ofSeconds(20))
                        .clock(() -> Instant.EPOCH)
                        .build()
                        .correct(REQUEST)
                        .changed())
                .isTrue();
    }

    @Test
    void an_executor_that_rejects_leaves_the_work_to_the_caller() {
        Thread caller = Thread.currentThread();
        List<Thread> threads = new ArrayList<>();
        Aligner noting = (request, context) -> {
            threads.add(Thread.currentThread());
            return Correction.of("old", "new");
        };

        BestOfAligner.builder(LAST)
                .candidate("a", noting)
                .candidate("b", noting)
                .executor(task -> {
                    throw new RejectedExecutionException();
                })
                .build()
                .correct(REQUEST);

        assertThat(threads).containsExactly(caller, caller);
    }

    @Test
    void a_limit_of_tokens_is_divided_and_no_candidate_streams() {
        List<CorrectionContext> contexts = new ArrayList<>();
        Aligner noting = (request, context) -> {
            contexts.add(context);
            return Correction.of("old", "new");
        };
        List<String> heard = new ArrayList<>();

        BestOfAligner.builder(LAST)
                .candidate("a", noting)
                .candidate("b", noting)
                .executor(Runnable::run)
                .build()
                .correct(REQUEST, CorrectionContext.DEFAULT.withMaxNewTokens(90).withListener(heard::add));

        assertThat(heard).containsExactly("new");
        assertThat(contexts).allSatisfy(context -> {
            assertThat(context.isStreaming()).isFalse();
            assertThat(context.maxNewTokens()).hasValue(30);
        });
    }

    @Test
    void a_judge_that_picks_no_candidate_is_a_failure() {
        for (Verdict verdict :
                new Verdict[] {null, new Verdict(2, TokenUsage.NONE), new Verdict(-1, TokenUsage.NONE)}) {
            assertThatThrownBy(() -> BestOfAligner.builder((request, candidates, context) -> verdict)
                            .candidate("a", saying("new"))
                            .build()
                            .correct(REQUEST))
                    .isInstanceOf(AlignerException.class)
                    .hasMessageContaining("of 2 candidates, counted from 0; it must pick one of them or throw");
        }
        assertThatThrownBy(() -> BestOfAligner.builder(LAST).build())
                .hasMessage("the best of several Aligners needs at least one, but there is none");
    }
}
