// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cache;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Identical requests at the same time. */
@Timeout(60)
class SharedCorrectionTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "no");
    private static final int FOLLOWERS = 8;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch leading = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() {
        released.countDown();
        threads.shutdownNow();
    }

    @Test
    void call_the_Aligner_once_and_all_get_its_correction() throws Exception {
        CachingAligner cached = cached(request -> "yes");
        Future<Correction> leader = threads.submit(() -> cached.correct(REQUEST));
        leading.await();
        List<String> heard = new CopyOnWriteArrayList<>();
        Followers followers = followers(cached, CorrectionContext.DEFAULT.withListener(heard::add));
        followers.awaitWaiting();
        released.countDown();

        assertThat(leader.get().usage()).isEqualTo(new TokenUsage(3, 2));
        for (Future<Correction> follower : followers.calls) {
            assertThat(follower.get().answer()).isEqualTo("yes");
            assertThat(follower.get().usage()).isEqualTo(TokenUsage.NONE);
        }
        assertThat(heard).hasSize(FOLLOWERS).containsOnly("yes");
        assertThat(calls).hasValue(1);
        assertThat(cached.stats()).isEqualTo(new CacheStatistics(0, 1, FOLLOWERS, 0, 1, 206));
    }

    @Test
    void go_on_by_themselves_if_the_one_that_calls_the_Aligner_is_cancelled() throws Exception {
        CachingAligner cached = cached(request -> "yes");
        Cancellation cancellation = Cancellation.create();
        Future<Correction> leader =
                threads.submit(() -> cached.correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)));
        leading.await();
        Followers followers = followers(cached, CorrectionContext.DEFAULT);
        followers.awaitWaiting();
        cancellation.cancel();
        released.countDown();

        assertThatThrownBy(leader::get).hasCauseInstanceOf(CorrectionCancelledException.class);
        for (Future<Correction> follower : followers.calls) {
            assertThat(follower.get().answer()).isEqualTo("yes");
        }
        assertThat(cached.stats().sharedCount()).isZero();
    }

    @Test
    void each_fail_with_a_failure_of_their_own() throws Exception {
        CachingAligner cached = cached(request -> {
            throw new AlignerException("call " + calls.get() + " failed");
        });
        Future<Correction> leader = threads.submit(() -> cached.correct(REQUEST));
        leading.await();
        Followers followers = followers(cached, CorrectionContext.DEFAULT);
        followers.awaitWaiting();
        released.countDown();

        assertThatThrownBy(leader::get).hasRootCauseInstanceOf(AlignerException.class);
        for (Future<Correction> follower : followers.calls) {
            assertThatThrownBy(follower::get).hasRootCauseInstanceOf(AlignerException.class);
        }
        assertThat(calls).hasValue(1 + FOLLOWERS);
    }

    @Test
    void wait_no_longer_than_their_own_deadline() throws Exception {
        CachingAligner cached = cached(request -> "yes");
        Future<Correction> leader = threads.submit(() -> cached.correct(REQUEST));
        leading.await();

        CorrectionContext hurried =
                CorrectionContext.DEFAULT.withDeadline(Instant.now().plusMillis(5));
        assertThatThrownBy(() -> cached.correct(REQUEST, hurried))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("the deadline passed while the call waited for the correction of an identical request");
        released.countDown();
        assertThat(leader.get().answer()).isEqualTo("yes");
    }

    @Test
    void wait_no_longer_than_the_timeout_of_the_Aligner() throws Exception {
        Aligner timed = new DelegatingAligner(cached(request -> "yes")) {
            @Override
            public CorrectionLimits limits() {
                return CorrectionLimits.NONE.withTimeout(Duration.ofMillis(5));
            }
        };
        CachingAligner cached = CachingAligner.of(timed, 10, Duration.ofMinutes(1));
        Future<Correction> leader = threads.submit(() -> cached.correct(REQUEST));
        leading.await();

        assertThatThrownBy(() -> cached.correct(REQUEST))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("the deadline passed while the call waited for the correction of an identical request");
        released.countDown();
        assertThat(leader.get().answer()).isEqualTo("yes");
    }

    @Test
    void stop_waiting_when_they_are_cancelled_or_interrupted() throws Exception {
        CachingAligner cached = cached(request -> "yes");
        Future<Correction> leader = threads.submit(() -> cached.correct(REQUEST));
        leading.await();
        Cancellation cancellation = Cancellation.create();
        Followers followers = followers(cached, CorrectionContext.DEFAULT.withCancellation(cancellation));
        followers.awaitWaiting();
        cancellation.cancel();
        for (Future<Correction> follower : followers.calls) {
            assertThatThrownBy(follower::get).hasCauseInstanceOf(CorrectionCancelledException.class);
        }

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> cached.correct(REQUEST)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        released.countDown();
        assertThat(leader.get().answer()).isEqualTo("yes");
    }

    @Test
    void of_an_Aligner_that_asks_for_the_same_itself_do_not_wait_for_themselves() {
        AtomicReference<Aligner> self = new AtomicReference<>();
        Aligner nested = (request, context) -> calls.incrementAndGet() == 1
                ? self.get().correct(request, context)
                : Correction.of(request.answer(), "yes");
        self.set(CachingAligner.of(nested, 10, Duration.ofMinutes(1)));

        assertThat(self.get().correct(REQUEST).answer()).isEqualTo("yes");
        assertThat(calls).hasValue(2);
    }

    /** Returns an Aligner whose first call waits until it is released. */
    private CachingAligner cached(Function<CorrectionRequest, String> correction) {
        Aligner aligner = (request, context) -> {
            if (calls.incrementAndGet() == 1) {
                leading.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            }
            return Correction.of(request.answer(), correction.apply(request), new TokenUsage(3, 2), Duration.ZERO);
        };
        return CachingAligner.of(aligner, 10, Duration.ofMinutes(5));
    }

    private Followers followers(CachingAligner cached, CorrectionContext context) {
        List<Thread> waiting = new ArrayList<>();
        List<Future<Correction>> followers = IntStream.range(0, FOLLOWERS)
                .<Future<Correction>>mapToObj(i -> {
                    CompletableFuture<Correction> result = new CompletableFuture<>();
                    Thread thread = new Thread(() -> complete(result, cached, context));
                    thread.start();
                    waiting.add(thread);
                    return result;
                })
                .toList();
        return new Followers(followers, waiting);
    }

    private static void complete(
            CompletableFuture<Correction> result, CachingAligner cached, CorrectionContext context) {
        try {
            result.complete(cached.correct(REQUEST, context));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private record Followers(List<Future<Correction>> calls, List<Thread> threads) {

        /** Returns when every thread waits, each of them for the one that leads. */
        void awaitWaiting() {
            while (!threads.stream()
                    .allMatch(thread -> thread.getState() == Thread.State.WAITING
                            || thread.getState() == Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }
        }
    }
}
