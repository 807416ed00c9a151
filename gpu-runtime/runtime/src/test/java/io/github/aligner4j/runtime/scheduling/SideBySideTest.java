// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.runtime.generation.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several requests of one caller. */
class SideBySideTest {

    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

    private final SchedulerFixture device =
            new SchedulerFixture(START, Duration.ofMinutes(1), new BatchLimits(8, 4, 64, 64));

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void they_share_passes_and_come_back_in_order() {
        List<Generation> alone = IntStream.range(1, 11)
                .mapToObj(length -> device.run(device.request(length)))
                .toList();
        List<Generation> together = device.runAll(requests(10));
        assertThat(together)
                .extracting(generation -> generation.completion().usage().promptTokens())
                .isEqualTo(alone.stream()
                        .map(generation -> generation.completion().usage().promptTokens())
                        .toList());
        assertThat(together)
                .extracting(Generation::tokenIds)
                .isEqualTo(alone.stream().map(Generation::tokenIds).toList());
    }

    @Test
    void each_is_passed_on_before_the_text_of_the_next_one() {
        List<String> log = new ArrayList<>();
        List<CompletionRequest> requests = IntStream.range(0, 6)
                .mapToObj(index -> device.request()
                        .listener(text -> log.add("text " + index))
                        .build())
                .toList();
        AtomicInteger done = new AtomicInteger();
        device.runAll(requests, generation -> log.add("done " + done.getAndIncrement()));
        List<String> turns = new ArrayList<>();
        log.forEach(line -> {
            if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(line)) {
                turns.add(line);
            }
        });
        assertThat(turns)
                .isEqualTo(IntStream.range(0, 6)
                        .boxed()
                        .flatMap(index -> Stream.of("text " + index, "done " + index))
                        .toList());
    }

    @Test
    void a_failure_of_the_one_they_are_passed_to_ends_those_that_are_running() {
        IllegalStateException failure = new IllegalStateException("full");
        assertThatThrownBy(() -> device.runAll(requests(9), generation -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(device.run(device.request()).completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        assertThat(device.status().completed()).isLessThan(9);
    }

    @Test
    void no_more_are_submitted_than_run_at_once() throws Exception {
        device.hold();
        Future<List<Generation>> all = device.submitAll(requests(20));
        awaitUnderWay(4);
        Future<Generation> other = device.submitAndAwaitQueued(device.request());
        awaitUnderWay(5);
        assertThat(underWay()).isEqualTo(5);
        device.release();
        assertThat(all.get()).hasSize(20);
        assertThat(other.get().completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        assertThat(device.status().failed()).isZero();
    }

    @Test
    void a_full_queue_fails_the_call_only_if_nothing_of_it_is_on_the_way() throws Exception {
        try (SchedulerFixture narrow =
                new SchedulerFixture(START, Duration.ofMinutes(1), new BatchLimits(1, 2, 64, 64))) {
            assertThat(narrow.runAll(requests(9))).hasSize(9);
            narrow.hold();
            Future<Generation> first = narrow.submitAndAwaitQueued(narrow.request());
            Future<Generation> second = narrow.submitAndAwaitQueued(narrow.request());
            assertThatThrownBy(() -> narrow.runAll(requests(3))).isInstanceOf(ModelOverloadedException.class);
            narrow.release();
            assertThat(List.of(first.get(), second.get())).hasSize(2);
        }
    }

    @Test
    void a_cancelled_call_leaves_nothing_behind() {
        device.hold();
        Cancellation cancellation = Cancellation.create();
        List<CompletionRequest> requests = IntStream.range(0, 12)
                .mapToObj(i -> device.request().cancellation(cancellation).build())
                .toList();
        Future<List<Generation>> all = device.submitAll(requests);
        awaitUnderWay(4);
        cancellation.cancel();
        device.release();
        assertThatThrownBy(all::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CorrectionCancelledException.class);
        assertThat(device.run(device.request()).completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        assertThat(device.status().queued()).isZero();
    }

    @Test
    void a_failure_ends_those_that_run_and_begins_no_other() {
        device.hold();
        List<CompletionRequest> requests = IntStream.range(0, 12)
                .mapToObj(i -> i == 0
                        ? device.request().deadline(START.plusSeconds(1)).build()
                        : device.request().build())
                .toList();
        Future<List<Generation>> all = device.submitAll(requests);
        awaitUnderWay(4);
        device.advance(Duration.ofSeconds(2));
        device.release();
        assertThatThrownBy(all::get).hasCauseInstanceOf(DeadlineExceededException.class);
        assertThat(device.run(device.request()).completion().text()).isEqualTo(SchedulerFixture.SCRIPT);
        assertThat(device.status().completed() + device.status().failed()).isLessThanOrEqualTo(5);
    }

    @Test
    void none_is_nothing_to_do() {
        assertThat(device.runAll(List.of())).isEmpty();
    }

    /** A request on its way from the queue to the batch is in neither for a moment. */
    private void awaitUnderWay(int count) {
        while (underWay() < count) {
            Thread.onSpinWait();
        }
    }

    private int underWay() {
        SchedulerStatus status = device.status();
        return status.queued() + status.running();
    }

    private List<CompletionRequest> requests(int count) {
        return IntStream.range(1, count + 1)
                .mapToObj(length -> device.request(length).build())
                .toList();
    }
}
