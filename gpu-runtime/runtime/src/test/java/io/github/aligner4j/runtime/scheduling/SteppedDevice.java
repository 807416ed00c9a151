// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A device's loop over a scripted model, without its thread: tests run its steps one by one. */
final class SteppedDevice {

    static final String SCRIPT = "right!";
    static final int CONTEXT = 1024;

    private final WatchedModel model;
    private final SequenceFactory sequences =
            new SequenceFactory(new ByteTokenizer(), Set.of(ByteTokenizer.END), CONTEXT, 1);
    private final SchedulerSettings settings;
    private final RequestQueue queue;
    private final PrefillHints hints = new PrefillHints();
    private final DeviceCaches caches;
    private final DeviceLoop loop;
    private long elapsed;

    SteppedDevice(BatchLimits limits, long memory) {
        this(SCRIPT, limits, memory, memory);
    }

    SteppedDevice(String script, BatchLimits limits, long memory, long prefixMemory) {
        this.model = new WatchedModel(script, CONTEXT);
        this.settings = new SchedulerSettings(
                        "scripted", limits, new CacheLimits(memory, prefixMemory), Duration.ofSeconds(10))
                .withClocks(() -> Instant.EPOCH.plusNanos(elapsed), () -> elapsed);
        this.queue = new RequestQueue("scripted", settings.batch().maxQueuedRequests());
        this.caches = DeviceCaches.of(model, settings.caches());
        this.loop = new DeviceLoop(caches, queue, hints, settings);
    }

    WatchedModel model() {
        return model;
    }

    SchedulerStatus status() {
        return loop.status();
    }

    void advance(Duration time) {
        elapsed += time.toNanos();
    }

    /** Returns a request whose prompt has {@code tokens} tokens, its first and last ones included. */
    static CompletionRequest.Builder request(int tokens) {
        return request("?".repeat(tokens - 2));
    }

    static CompletionRequest.Builder request(String text) {
        return CompletionRequest.builder(Prompt.of(text + ">"));
    }

    QueuedRequest submit(CompletionRequest.Builder builder) {
        CompletionRequest request = builder.build();
        QueuedRequest queued =
                new QueuedRequest(sequences.create(request, GenerationOptions.DEFAULT), request, settings);
        queue.add(queued);
        return queued;
    }

    /** Hints that a prompt beginning with {@code text} will come. */
    Cancellation prepare(String text) {
        Cancellation cancellation = Cancellation.create();
        Sequence expected =
                sequences.create(CompletionRequest.builder(Prompt.of(text)).build(), GenerationOptions.DEFAULT);
        hints.add(new PrefillHint(expected.tokens(), expected.variant(), cancellation));
        return cancellation;
    }

    void step() {
        loop.step();
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    /** Runs until nothing is left to do; fails if that takes too long. */
    void finish() {
        for (int i = 0; i < 100_000; i++) {
            if (status().queued() + status().running() == 0 && !loop.prefilling()) {
                return;
            }
            step();
        }
        throw new AssertionError("still " + status());
    }

    void abort() {
        loop.abort();
    }

    /** Closes as the end of the device's thread does, and returns how many caches were left open. */
    int cachesLeft() {
        queue.close();
        loop.run();
        return model.openCaches();
    }

    /** Returns how {@code request} ended; null if it has not. */
    static @Nullable RequestEvent end(QueuedRequest request) {
        List<RequestEvent> events = new ArrayList<>(request.events());
        @Nullable RequestEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
        return last instanceof RequestEvent.Text ? null : last;
    }

    static Generation generation(QueuedRequest request) {
        return ((RequestEvent.Completed) Objects.requireNonNull(end(request))).generation();
    }

    static RuntimeException failure(QueuedRequest request) {
        return ((RequestEvent.Failed) Objects.requireNonNull(end(request))).cause();
    }

    static String text(QueuedRequest request) {
        return generation(request).completion().text();
    }
}
