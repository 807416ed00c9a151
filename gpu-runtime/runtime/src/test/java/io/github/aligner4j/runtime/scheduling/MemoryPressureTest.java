// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.runtime.scheduling.SteppedDevice.failure;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.generation;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.request;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.text;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests whose keys and values do not all fit. A token takes one byte here, and caches grow by 64 tokens at least. */
class MemoryPressureTest {

    /** Letters that nothing predicts, so that hardly a pass brings two. */
    private static final String SCRIPT = new SplittableRandom(1)
            .ints(280, 'a', 'z')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    private final SteppedDevice device = new SteppedDevice(SCRIPT, new BatchLimits(64, 4, 64, 64), 512, 512);

    @AfterEach
    void all_memory_is_given_back() {
        assertThat(device.cachesLeft()).isZero();
        assertThat(device.status().memory().usedBytes()).isZero();
        assertThat(device.status().memory().limitBytes()).isEqualTo(512);
    }

    @Test
    void caches_grow_with_their_sequences() {
        QueuedRequest request = device.submit(limited(10));
        device.step();
        assertThat(device.status().memory().usedBytes()).isEqualTo(128);
        device.steps(70);

        assertThat(device.status().memory().usedBytes()).isEqualTo(192);
        device.finish();
        assertThat(text(request)).isEqualTo(SCRIPT);
        assertThat(device.status().memory().preemptions()).isZero();
    }

    @Test
    void the_latest_makes_room_for_the_earliest_and_goes_on_later() {
        QueuedRequest first = device.submit(limited(10));
        QueuedRequest second = device.submit(limited(11));
        QueuedRequest third = device.submit(limited(12));
        device.finish();

        assertThat(text(first)).isEqualTo(SCRIPT);
        assertThat(text(second)).isEqualTo(SCRIPT);
        assertThat(text(third)).isEqualTo(SCRIPT);
        assertThat(device.status().memory().preemptions()).isPositive();
        // Whoever read anything twice, it was not the first.
        assertThat(generation(first).forwardPasses()).isLessThanOrEqualTo(SCRIPT.length() + 1);
    }

    @Test
    void a_request_that_had_to_leave_can_still_be_cancelled() {
        device.submit(limited(10));
        Cancellation cancellation = Cancellation.create();
        QueuedRequest second = device.submit(limited(11).cancellation(cancellation));
        device.submit(limited(12));
        while (device.status().memory().preemptions() < 2) {
            device.step();
        }
        assertThat(device.status().queued()).isEqualTo(2);
        cancellation.cancel();
        device.step();

        assertThat(failure(second)).isInstanceOf(CorrectionCancelledException.class);
        device.finish();
    }

    @Test
    void a_request_without_room_waits_for_those_that_have_it() {
        QueuedRequest large = device.submit(limited(250));
        QueuedRequest next = device.submit(limited(200));
        device.steps(3);

        assertThat(device.status().running()).isEqualTo(1);
        assertThat(device.status().queued()).isEqualTo(1);
        device.finish();
        assertThat(text(large)).isEqualTo(SCRIPT.substring(0, 262));
        assertThat(text(next)).isEqualTo(SCRIPT);
        assertThat(device.status().memory().preemptions()).isZero();
    }

    @Test
    void kept_prefixes_go_before_requests_do() {
        device.submit(limited(10));
        device.finish();
        assertThat(device.status().prefixes().entries()).isEqualTo(1);
        assertThat(device.status().prefixes().bytes()).isPositive();
        device.advance(Duration.ofSeconds(1));
        QueuedRequest other =
                device.submit(request("!".repeat(250)).sampling(SamplingParameters.GREEDY.withMaxNewTokens(100)));
        device.step();

        assertThat(device.status().prefixes().entries()).isZero();
        device.finish();
        assertThat(text(other)).isEqualTo(SCRIPT.substring(0, 100));
    }

    /** Returns a request that may have all the memory there is. */
    private static CompletionRequest.Builder limited(int tokens) {
        return request(tokens).sampling(SamplingParameters.GREEDY.withMaxNewTokens(512 - tokens));
    }
}
