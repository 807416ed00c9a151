// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.runtime.generation.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class SchedulerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SchedulerFixture device = new SchedulerFixture(NOW);

    @AfterEach
    void close() throws Exception {
        device.close();
        assertThat(device.model().openCaches()).isZero();
    }

    @Test
    void a_request_gets_its_text() {
        assertThat(device.run(device.request()).completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        SchedulerStatus status = device.status();
        assertThat(List.of(status.queued(), status.running())).containsOnly(0);
        assertThat(status.completed()).isEqualTo(1);
        assertThat(status.failed()).isZero();
        assertThat(status.lastError()).isNull();
    }

    @Test
    void requests_are_served_in_the_order_they_came_if_only_one_may_run() throws Exception {
        device.hold();
        List<Future<Generation>> calls = new ArrayList<>();
        for (int length : List.of(1, 2, 0)) {
            calls.add(device.submitAndAwaitQueued(device.request(length)));
        }
        assertThat(device.status().running()).isEqualTo(1);
        assertThat(device.status().queued()).isEqualTo(2);
        device.release();

        for (Future<Generation> call : calls) {
            assertThat(call.get().completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        }
        // Prompts of begin, mark and 1, 2 and 0 characters; then one pass for each token but the last.
        assertThat(device.model().passes())
                .containsExactly(3, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void a_full_queue_refuses_at_once() throws Exception {
        device.hold();
        Future<Generation> running = device.submitAndAwaitQueued(device.request());
        Future<Generation> waiting = device.submitAndAwaitQueued(device.request());
        Future<Generation> waitingToo = device.submitAndAwaitQueued(device.request());

        assertThatThrownBy(() -> device.run(device.request()))
                .isInstanceOf(ModelOverloadedException.class)
                .hasMessage("queue is full (2 waiting); retry later or raise max-queued-requests");

        device.release();
        assertThat(List.of(running.get(), waiting.get(), waitingToo.get())).hasSize(3);
        EngineStatistics statistics = device.statistics();
        assertThat(statistics.requests().rejected()).isEqualTo(1);
        assertThat(statistics.requests().completed()).isEqualTo(3);
        assertThat(statistics.tokens().completion()).isPositive();
    }

    @Test
    void times_are_measured_apart() throws Exception {
        device.hold();
        Future<Generation> call = device.submitAndAwaitQueued(device.request());
        device.onPass(() -> device.advance(Duration.ofSeconds(1)));
        device.release();

        // Two chunks of the prompt, the second of which gives the first token, and six passes for the rest and the end.
        CompletionTimings timings = call.get().completion().timings();
        assertThat(timings.prefill()).isEqualTo(Duration.ofSeconds(2));
        assertThat(timings.decode()).isEqualTo(Duration.ofSeconds(SchedulerFixture.SCRIPT.length()));
        assertThat(device.statistics().times())
                .isEqualTo(new EngineStatistics.Times(timings.queued(), timings.prefill(), timings.decode()));
    }

    @Test
    void a_deadline_that_passes_while_waiting_ends_the_request_in_the_queue() throws Exception {
        device.hold();
        Future<Generation> running = device.submitAndAwaitQueued(device.request());

        assertThatThrownBy(() -> device.run(device.request().deadline(NOW.plusMillis(5))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("0.000 s on the device, where 0 tokens were generated");

        assertThat(device.status().queued()).isZero();
        device.release();
        assertThat(running.get().completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
    }

    @Test
    void a_deadline_that_passes_while_running_ends_the_request_within_a_step() {
        device.onPass(() -> device.advance(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> device.run(device.request().deadline(NOW.plusMillis(2500))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("deadline passed after 3.000 s: 0.000 s in the queue, 3.000 s on the device, where 2 tokens"
                        + " were generated; allow more time or lower max-new-tokens");
        assertThat(device.model().passes()).hasSize(3);
        assertThat(device.status().failed()).isEqualTo(1);
    }

    @Test
    void cancelling_a_waiting_request_takes_it_out_of_the_queue() throws Exception {
        device.hold();
        Future<Generation> running = device.submitAndAwaitQueued(device.request());
        Cancellation cancellation = Cancellation.create();
        Future<Generation> waiting =
                device.submitAndAwaitQueued(device.request().cancellation(cancellation));

        cancellation.cancel();

        assertFailsWith(waiting, CorrectionCancelledException.class, "the call was cancelled by its caller");
        assertThat(device.status().queued()).isZero();
        device.release();
        assertThat(running.get().completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        assertThat(device.status().failed()).isZero();
    }

    @Test
    void cancelling_a_running_request_ends_it_between_two_chunks_of_its_prompt() {
        Cancellation cancellation = Cancellation.create();
        device.onPass(cancellation::cancel);

        assertThatThrownBy(() -> device.run(device.request().cancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        device.onPass(() -> {});
        assertThat(device.run(device.request()).completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        assertThat(device.model().passes().subList(0, 2)).containsExactly(3, 3);
    }

    @Test
    void an_interrupted_caller_leaves_at_once_and_its_request_leaves_the_queue() throws Exception {
        device.hold();
        Future<Generation> running = device.submitAndAwaitQueued(device.request());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> device.run(device.request()))
                .isInstanceOf(CorrectionCancelledException.class)
                .hasMessage("the calling thread was interrupted while it waited");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(device.status().queued()).isZero();
        device.release();
        assertThat(running.get().completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
    }

    @Test
    void a_failure_of_the_model_fails_that_request_only_and_its_message_is_in_the_cause_alone() {
        IllegalStateException failure = new IllegalStateException("a library's words\n\tof many lines");
        device.onPass(() -> {
            throw failure;
        });

        assertThatThrownBy(() -> device.run(device.request()))
                .isInstanceOf(DeviceException.class)
                .hasCause(failure)
                .hasMessage("model 'scripted' failed while reading the prompt after 0 generated tokens: "
                        + "java.lang.IllegalStateException");
        device.onPass(() -> {});
        assertThat(device.run(device.request()).completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        assertThat(device.status().completed()).isEqualTo(1);
        assertThat(device.status().failed()).isEqualTo(1);
        assertThat(device.status().lastError()).isNotNull().doesNotContain("words");
    }

    @Test
    void an_error_of_the_virtual_machine_fails_that_request_only() {
        device.onPass(() -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThatThrownBy(() -> device.run(device.request()))
                .isInstanceOf(DeviceException.class)
                .hasCauseInstanceOf(OutOfMemoryError.class);
        device.onPass(() -> {});
        assertThat(device.run(device.request()).tokenIds()).isNotEmpty();
    }

    @Test
    void a_slow_listener_holds_up_only_its_own_caller() throws Exception {
        device.holdListeners();
        Future<Generation> slow = device.submit(device.request().listener(text -> device.awaitListeners()));
        device.awaitListenerCalled();

        assertThat(device.run(device.request()).completion().text()).isEqualTo(SchedulerFixture.SCRIPT);

        device.releaseListeners();
        assertThat(slow.get().completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
    }

    @Test
    void closing_lets_the_running_request_finish_and_fails_those_that_wait() throws Exception {
        device.hold();
        Future<Generation> running = device.submitAndAwaitQueued(device.request());
        Future<Generation> waiting = device.submitAndAwaitQueued(device.request());
        Future<?> closing = device.closeElsewhere();

        assertFailsWith(
                waiting,
                CompletionModelException.class,
                "model 'scripted' was closed while the request waited in its queue");
        device.release();
        closing.get();
        assertThat(running.get().completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
    }

    @Test
    void closing_without_grace_fails_the_running_request() throws Exception {
        SchedulerFixture graceless = new SchedulerFixture(NOW, Duration.ZERO);
        graceless.hold();
        Future<Generation> running = graceless.submitAndAwaitQueued(graceless.request());
        Future<Generation> waiting = graceless.submitAndAwaitQueued(graceless.request());
        Future<?> closing = graceless.closeElsewhere();
        assertFailsWith(waiting, CompletionModelException.class, "waited in its queue");
        graceless.awaitClosing();
        graceless.release();

        assertFailsWith(running, CompletionModelException.class, "did not finish within 0 ms");
        closing.get();
        graceless.close();
    }

    @Test
    void a_closed_scheduler_refuses_requests() throws Exception {
        device.close();

        assertThatThrownBy(() -> device.run(device.request()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model 'scripted' is closed");
    }

    @Test
    void closing_twice_does_nothing_more() throws Exception {
        device.close();
        device.close();

        assertThat(device.status().running()).isZero();
    }

    private static void assertFailsWith(Future<?> call, Class<? extends Throwable> type, String message) {
        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }
}
