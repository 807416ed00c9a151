// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.CompletionModelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class NativeCallsTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration NONE = Duration.ZERO;

    private final NativeCalls calls = new NativeCalls();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final AtomicInteger finished = new AtomicInteger();

    @AfterEach
    void finish() {
        finish.countDown();
    }

    @Test
    void calls_return_their_results_and_throw_their_exceptions_and_the_end_waits_for_none() {
        assertThat(calls.call(() -> calls.call(() -> 3))).isEqualTo(3);
        assertThatThrownBy(() -> calls.run(() -> {
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(calls.end(LONG, LONG)).isTrue();
    }

    @Test
    void after_the_end_calls_and_requests_are_refused_and_nothing_is_freed() {
        calls.end(NONE, NONE);

        String message = "the JVM is shutting down, so libtorch computes nothing any more";
        assertThatThrownBy(() -> calls.call(finished::incrementAndGet))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> calls.request(finished::incrementAndGet)).hasMessage(message);
        calls.free(finished::incrementAndGet);
        assertThat(finished).hasValue(0);
    }

    @Test
    void the_end_waits_for_a_call_in_progress() throws InterruptedException {
        Thread computing = start(() -> calls.run(this::work));
        start(finish::countDown, computing);

        assertThat(calls.end(NONE, LONG)).isTrue();
        assertThat(finished).hasValue(1);
    }

    @Test
    void the_end_waits_no_longer_than_its_limit() throws InterruptedException {
        start(() -> calls.run(this::work));

        assertThat(calls.end(NONE, Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(() -> calls.run(finished::incrementAndGet)).isInstanceOf(CompletionModelException.class);
    }

    @Test
    void a_call_of_several_ends_at_the_next_of_them() throws InterruptedException {
        start(() -> calls.run(() -> {
            work();
            calls.run(finished::incrementAndGet);
        }));
        assertThat(calls.end(NONE, NONE)).isFalse();
        finish.countDown();

        assertThat(calls.end(NONE, LONG)).isTrue();
        assertThat(finished).hasValue(1);
    }

    @Test
    void a_request_in_progress_still_computes_within_the_grace() throws InterruptedException {
        Thread requesting = start(() -> calls.request(() -> {
            work();
            return calls.call(finished::incrementAndGet);
        }));
        start(finish::countDown, requesting);

        assertThat(calls.end(LONG, LONG)).isTrue();
        assertThat(finished).hasValue(2);
    }

    @Test
    void a_request_that_takes_longer_than_the_grace_does_not_hold_up_the_end() throws InterruptedException {
        start(() -> calls.runRequest(this::work));

        assertThat(calls.end(Duration.ofMillis(1), LONG)).isTrue();
    }

    /** A parked thread no longer counts as computing, even if it was refused inside of a call. */
    @Test
    void refused_threads_can_be_parked_instead() throws InterruptedException {
        calls.parkRefused();
        Thread computing = start(() -> calls.run(() -> {
            work();
            calls.run(finished::incrementAndGet);
            finished.incrementAndGet();
        }));
        calls.end(NONE, NONE);
        finish.countDown();

        assertThat(calls.end(NONE, LONG)).isTrue();
        assertThat(computing.isAlive()).isTrue();
        assertThat(finished).hasValue(1);
    }

    private void work() {
        begun.countDown();
        try {
            finish.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        finished.incrementAndGet();
    }

    /** Starts a thread that calls {@link #work}, and returns it when it does. */
    private Thread start(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, failure) -> {});
        thread.start();
        begun.await();
        return thread;
    }

    /** Starts a thread that runs {@code task} as soon as this thread waits. */
    private static void start(Runnable task, Thread computing) {
        Thread ending = Thread.currentThread();
        Thread thread = new Thread(() -> {
            while (ending.getState() != Thread.State.TIMED_WAITING && computing.isAlive()) {
                Thread.onSpinWait();
            }
            task.run();
        });
        thread.setDaemon(true);
        thread.start();
    }
}
