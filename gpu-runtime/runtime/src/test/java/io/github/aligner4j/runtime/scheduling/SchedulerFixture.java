// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A scheduler over a scripted model whose time stands still and whose device waits, where a test says so. */
final class SchedulerFixture implements AutoCloseable {

    static final String SCRIPT = "right!";

    /** One runs, two wait, prompts are read in pieces of three. */
    static final BatchLimits ONE_AT_A_TIME = new BatchLimits(2, 1, 3, 3);

    private final AtomicLong elapsed = new AtomicLong();
    private final CountDownLatch listenerCalled = new CountDownLatch(1);
    private final ScriptedCausalLanguageModel model = new ScriptedCausalLanguageModel(SCRIPT, 512);
    private final SequenceFactory sequences =
            new SequenceFactory(new ByteTokenizer(), Set.of(ByteTokenizer.END), 512, 1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final Scheduler scheduler;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch listenerGate = new CountDownLatch(0);
    private volatile Runnable onPass = () -> {};
    private volatile Thread closer = Thread.currentThread();

    SchedulerFixture(Instant start) {
        this(start, Duration.ofMinutes(1));
    }

    SchedulerFixture(Instant start, Duration drainTimeout) {
        this(start, drainTimeout, ONE_AT_A_TIME);
    }

    SchedulerFixture(Instant start, Duration drainTimeout, BatchLimits limits) {
        model.beforePass(() -> {
            awaitUninterruptibly(gate);
            onPass.run();
        });
        this.scheduler = new Scheduler(
                model,
                new SchedulerSettings("scripted", limits, new CacheLimits(4096, 1024), drainTimeout)
                        .withClocks(() -> start.plusNanos(elapsed.get()), elapsed::get));
    }

    ScriptedCausalLanguageModel model() {
        return model;
    }

    SchedulerStatus status() {
        return scheduler.status();
    }

    EngineStatistics statistics() {
        return scheduler.statistics();
    }

    /** Stops the device before its next forward pass. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    void onPass(Runnable action) {
        onPass = action;
    }

    void advance(Duration time) {
        elapsed.addAndGet(time.toNanos());
    }

    CompletionRequest.Builder request() {
        return request(3);
    }

    /** Returns a request whose prompt has {@code length} characters between the begin and the mark. */
    CompletionRequest.Builder request(int length) {
        return CompletionRequest.builder(Prompt.of("?".repeat(length) + ">"));
    }

    Generation run(CompletionRequest.Builder request) {
        CompletionRequest built = request.build();
        return scheduler.run(sequences.create(built, GenerationOptions.DEFAULT), built);
    }

    List<Generation> runAll(List<CompletionRequest> requests) {
        List<Generation> generations = new ArrayList<>();
        runAll(requests, generations::add);
        return generations;
    }

    void runAll(List<CompletionRequest> requests, Consumer<Generation> each) {
        scheduler.runAll(requests, index -> sequences.create(requests.get(index), GenerationOptions.DEFAULT), each);
    }

    Future<List<Generation>> submitAll(List<CompletionRequest> requests) {
        return callers.submit(() -> runAll(requests));
    }

    Future<Generation> submit(CompletionRequest.Builder request) {
        return callers.submit(() -> run(request));
    }

    /** Returns once the request is in the queue or on the held device. */
    Future<Generation> submitAndAwaitQueued(CompletionRequest.Builder request) {
        int expected = scheduler.status().queued() + scheduler.status().running() + 1;
        Future<Generation> call = submit(request);
        while (scheduler.status().queued() + scheduler.status().running() < expected || startsOnlyNow(expected)) {
            Thread.onSpinWait();
        }
        return call;
    }

    private boolean startsOnlyNow(int expected) {
        return expected == 1 && scheduler.status().running() == 0;
    }

    void holdListeners() {
        listenerGate = new CountDownLatch(1);
    }

    void awaitListeners() {
        listenerCalled.countDown();
        awaitUninterruptibly(listenerGate);
    }

    void awaitListenerCalled() throws InterruptedException {
        listenerCalled.await();
    }

    void releaseListeners() {
        listenerGate.countDown();
    }

    Future<?> closeElsewhere() {
        return callers.submit(() -> {
            closer = Thread.currentThread();
            scheduler.close();
        });
    }

    /** Returns once the closing thread waits for the device's thread, having told it to stop. */
    void awaitClosing() {
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        release();
        releaseListeners();
        scheduler.close();
        callers.shutdownNow();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
