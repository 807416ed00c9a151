// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.SamplingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import static io.github.aligner4j.runtime.scheduling.SteppedDevice.end;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.failure;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.request;
import static io.github.aligner4j.runtime.scheduling.SteppedDevice.text;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever comes when, in whatever memory: all get their text, in the passes that they may take and the memory there is. */
class BatchingPropertyTest {

    private static final String SCRIPT =
            "an answer of many words, nearly all of which are the same as before. ".repeat(3);
    private static final int MEMORY = 640;

    private final List<QueuedRequest> requests = new ArrayList<>();
    private final List<Cancellation> cancellations = new ArrayList<>();

    @Property(tries = 30)
    void every_request_gets_its_text_within_the_limits(
            @ForAll @LongRange(min = 0) long seed,
            @ForAll @IntRange(min = 1, max = 8) int running,
            @ForAll @IntRange(min = 1, max = 70) int stepTokens,
            @ForAll @IntRange(min = 1, max = 40) int chunk,
            @ForAll @IntRange(min = 0, max = MEMORY) int prefixMemory) {
        requests.clear();
        cancellations.clear();
        SplittableRandom random = new SplittableRandom(seed);
        BatchLimits limits = new BatchLimits(64, running, stepTokens, chunk);
        SteppedDevice device = new SteppedDevice(SCRIPT, limits, MEMORY, prefixMemory);
        device.model().beforePass(segments -> {
            assertThat(segments.stream().mapToInt(each -> each.size()).sum()).isLessThanOrEqualTo(stepTokens);
            assertThat(device.status().memory().usedBytes()).isLessThanOrEqualTo(MEMORY);
        });
        for (int i = 0; i < 60; i++) {
            arrive(random, device);
            device.step();
        }
        device.finish();

        for (int i = 0; i < requests.size(); i++) {
            assertEnd(requests.get(i), cancellations.get(i));
        }
        assertThat(device.cachesLeft()).isZero();
        assertThat(device.status().memory().usedBytes()).isZero();
    }

    /** However many others come, a request is through after as many passes as its tokens need with a share of each. */
    @Property(tries = 30)
    void nobody_starves(
            @ForAll @LongRange(min = 0) long seed,
            @ForAll @IntRange(min = 2, max = 8) int running,
            @ForAll @IntRange(min = 8, max = 64) int stepTokens) {
        SplittableRandom random = new SplittableRandom(seed);
        BatchLimits limits = new BatchLimits(1000, running, stepTokens, stepTokens);
        SteppedDevice device = new SteppedDevice(SCRIPT, limits, 8 * SteppedDevice.CONTEXT, 0);
        QueuedRequest watched = device.submit(request(300));
        int passes = 0;
        while (end(watched) == null) {
            if (device.status().queued() < 2) {
                CompletionRequest.Builder other = request(random.nextInt(2, 300));
                device.submit(random.nextBoolean() ? other.listener(text -> {}) : other);
            }
            device.step();
            passes++;
        }
        assertThat(text(watched)).isEqualTo(SCRIPT);
        // A quarter of each pass is for prompts, at least every (running + head start)-th of them is this one's.
        int turns = 300 / Math.max(1, stepTokens / 8) + 1;
        assertThat(passes).isLessThan(turns * (running + 5) + SCRIPT.length() + 5);
    }

    private void arrive(SplittableRandom random, SteppedDevice device) {
        if (random.nextInt(3) == 0 && requests.size() < 20) {
            Cancellation cancellation = Cancellation.create();
            CompletionRequest.Builder builder = request(random.nextInt(2, 120))
                    .cancellation(cancellation)
                    .sampling(SamplingParameters.GREEDY.withMaxNewTokens(random.nextInt(210, 500)))
                    .prediction(random.nextBoolean() ? SCRIPT : "");
            requests.add(device.submit(random.nextBoolean() ? builder.listener(text -> {}) : builder));
            cancellations.add(cancellation);
        }
        if (random.nextInt(12) == 0 && !cancellations.isEmpty()) {
            cancellations.get(random.nextInt(cancellations.size())).cancel();
        }
        if (random.nextInt(6) == 0) {
            device.prepare("?".repeat(random.nextInt(1, 150)));
        }
    }

    private static void assertEnd(QueuedRequest request, Cancellation cancellation) {
        if (end(request) instanceof RequestEvent.Completed) {
            assertThat(text(request)).isEqualTo(SCRIPT);
        } else {
            assertThat(cancellation.isCancelled()).isTrue();
            assertThat(failure(request)).isInstanceOf(CorrectionCancelledException.class);
        }
    }
}
