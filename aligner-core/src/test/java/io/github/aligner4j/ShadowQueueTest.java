// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever a layer in shadow mode does, calls neither wait nor fail. */
@Timeout(120)
class ShadowQueueTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "Because, you fool.");
    private static final Aligner KIND = Aligner.of(request -> request.answer().replace("fool", "friend"));
    private static final String SECRET = "my secret is 4711";

    private final Events events = new Events();
    private final List<ShadowQueue> queues = new ArrayList<>();
    private final CountDownLatch free = new CountDownLatch(1);

    @AfterEach
    void close() {
        free.countDown();
        queues.forEach(ShadowQueue::close);
    }

    @Test
    void a_stuck_layer_lets_calls_pass_and_what_finds_no_place_is_dropped_and_counted() throws InterruptedException {
        ShadowQueue queue = queue(ShadowQueue.builder().maxQueued(3));
        CountDownLatch entered = new CountDownLatch(1);
        AlignerStack stack = stack(queue, stuck(entered));
        stack.correct(REQUEST);
        entered.await();
        for (int i = 0; i < 10; i++) {
            assertThat(stack.correct(REQUEST).answer()).isEqualTo(REQUEST.answer());
        }
        assertThat(queue.queued()).isEqualTo(3);
        assertThat(queue.dropped()).isEqualTo(7);
        assertThat(queue.completed()).isZero();
        free.countDown();
        for (int i = 0; i < 4; i++) {
            assertThat(events.awaitShadow().trace().outcome()).isEqualTo(Outcome.UNCHANGED);
        }
        assertThat(queue.queued()).isZero();
    }

    @Test
    void dropped_answers_are_logged_at_most_once_a_minute() throws InterruptedException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2096-11-21T10:00:00Z"));
        ShadowQueue queue = queue(ShadowQueue.builder().maxQueued(1).clock(now::get));
        CountDownLatch entered = new CountDownLatch(1);
        AlignerStack stack = stack(queue, stuck(entered));
        try (CapturedLog log = CapturedLog.open()) {
            stack.correct(REQUEST);
            entered.await();
            for (int i = 0; i < 11; i++) {
                stack.correct(REQUEST);
            }
            now.set(now.get().plusSeconds(60));
            stack.correct(REQUEST);
            String warning = "WARNING an answer is not observed by layers in shadow mode, as 1 answers wait already";
            assertThat(log.lines().stream().filter(line -> line.startsWith(warning)))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("raise the queue's threads or max-queued, or lower the layers' share")
                    .endsWith("(and 9 more times since this was last logged)");
        }
    }

    @Test
    void whatever_a_layer_throws_is_its_outcome_and_its_thread_goes_on() throws InterruptedException {
        ShadowQueue queue = queue(ShadowQueue.builder());
        List<Throwable> failures = List.of(
                new IllegalStateException(SECRET),
                new OutOfMemoryError(SECRET),
                new StackOverflowError(SECRET),
                new InterruptedException(SECRET),
                new CorrectionCancelledException("by itself"));
        for (Throwable failure : failures) {
            Aligner throwing = (request, context) -> {
                throw ShadowQueueTest.<RuntimeException>unchecked(failure);
            };
            assertThat(stack(queue, throwing).correct(REQUEST).answer()).isEqualTo(REQUEST.answer());
            LayerEvent event = events.awaitShadow();
            assertThat(event.trace().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(event.trace().detail()).doesNotContain(SECRET).isNotEmpty();
            assertThat(event.failure()).isNotNull();
        }
        stack(queue, KIND).correct(REQUEST);
        assertThat(events.awaitShadow().trace().outcome()).isEqualTo(Outcome.CORRECTED);
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void a_layer_that_takes_too_long_is_cancelled_interrupted_and_reported_as_failed() throws InterruptedException {
        ShadowQueue queue = queue(ShadowQueue.builder().timeout(Duration.ofMillis(1)));
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean interruptedListener = new AtomicBoolean();
        Aligner waiting = (request, context) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                cancelled.set(context.cancellation().isCancelled());
                Thread.currentThread().interrupt();
            }
            return Correction.of(request.answer(), "too late");
        };
        CorrectionListener listener = CorrectionListener.all(List.of(
                new CorrectionListener() {
                    @Override
                    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {}

                    @Override
                    public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
                        interruptedListener.set(Thread.currentThread().isInterrupted());
                    }
                },
                events));
        AlignerStack.builder("stack")
                .layer(shadow("waiting", waiting))
                .listener(listener)
                .shadowQueue(queue)
                .build()
                .correct(REQUEST);
        LayerEvent event = events.awaitShadow();
        assertThat(event.trace().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(event.failure()).isInstanceOf(DeadlineExceededException.class);
        assertThat(event.trace().detail())
                .isEqualTo("the layer took longer than the shadow queue's timeout of PT0.001S");
        assertThat(cancelled).isTrue();
        assertThat(interruptedListener).isFalse();
    }

    @Test
    void a_listener_that_throws_costs_nobody_an_answer() throws InterruptedException {
        ShadowQueue queue = queue(ShadowQueue.builder());
        CorrectionListener throwing = new CorrectionListener() {
            @Override
            public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {}

            @Override
            public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
                throw new OutOfMemoryError(SECRET);
            }
        };
        AlignerStack stack = AlignerStack.builder("stack")
                .layer(shadow("a", KIND))
                .layer(shadow("b", KIND))
                .listener(CorrectionListener.all(List.of(throwing, events)))
                .shadowQueue(queue)
                .build();
        stack.correct(REQUEST);
        assertThat(events.awaitShadow().trace().name()).isEqualTo("a");
        assertThat(events.awaitShadow().trace().name()).isEqualTo("b");
    }

    @Test
    void a_closed_queue_cancels_what_runs_drops_what_waits_and_takes_nothing_more() throws InterruptedException {
        ShadowQueue queue = queue(ShadowQueue.builder());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Aligner waiting = (request, context) -> {
            try {
                entered.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
            }
            return Correction.of(request.answer(), request.answer());
        };
        AlignerStack stack = stack(queue, waiting);
        stack.correct(REQUEST);
        entered.await();
        stack.correct(REQUEST);
        queue.close();
        queue.close();
        ended.await();
        assertThat(stack.correct(REQUEST).answer()).isEqualTo(REQUEST.answer());
        assertThat(queue.queued()).isZero();
        assertThat(events.lines().stream().filter(line -> line.startsWith("shadow")))
                .isEmpty();
    }

    @Test
    void closing_the_shared_queue_does_nothing() throws InterruptedException {
        ShadowQueue.shared().close();
        AlignerStack stack = AlignerStack.builder("stack")
                .layer(shadow("kind", KIND))
                .listener(events)
                .build();
        assertThat(stack.shadowQueue()).isSameAs(ShadowQueue.shared());
        stack.correct(REQUEST);
        assertThat(events.awaitShadow().trace().outcome()).isEqualTo(Outcome.CORRECTED);
    }

    @Test
    void threads_are_daemons_that_know_nothing_of_the_thread_that_called() throws InterruptedException {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        user.set("Alice");
        AtomicReference<String> seen = new AtomicReference<>();
        AtomicReference<Thread> thread = new AtomicReference<>();
        Aligner looking = Aligner.of(request -> {
            thread.set(Thread.currentThread());
            seen.set(user.get());
            return request.answer();
        });
        stack(queue(ShadowQueue.builder()), looking).correct(REQUEST);
        events.awaitShadow();
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(thread.get().getName()).startsWith("aligner-shadow-");
        assertThat(seen.get()).isNull();
    }

    @Test
    void settings_out_of_range_are_refused() {
        ShadowQueue.Builder builder = ShadowQueue.builder();
        assertThatThrownBy(() -> builder.threads(0))
                .hasMessage("a shadow queue's maximum number of threads must be at least 1, but was 0");
        assertThatThrownBy(() -> builder.maxQueued(-1))
                .hasMessage("a shadow queue's maximum number of queued answers must be at least 1, but was -1");
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
                .hasMessage("a shadow queue's timeout must be above 0, but was PT0S");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    private ShadowQueue queue(ShadowQueue.Builder builder) {
        ShadowQueue queue = builder.build();
        queues.add(queue);
        return queue;
    }

    private AlignerStack stack(ShadowQueue queue, Aligner aligner) {
        return AlignerStack.builder("stack")
                .layer(shadow("layer", aligner))
                .listener(events)
                .shadowQueue(queue)
                .build();
    }

    private Aligner stuck(CountDownLatch entered) {
        return Aligner.of(request -> {
            entered.countDown();
            boolean interrupted = false;
            while (true) {
                try {
                    free.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return request.answer();
        });
    }

    private static Layer shadow(String name, Aligner aligner) {
        return Layer.of(name, aligner).withRollout(Rollout.of(new RolloutState(LayerMode.SHADOW, 1)));
    }
}
