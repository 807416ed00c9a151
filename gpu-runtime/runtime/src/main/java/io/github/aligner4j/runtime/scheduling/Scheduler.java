// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs sequences on the device thread on behalf of their callers.
 *
 * <h2>One thread owns the model</h2>
 *
 * A device runs one forward pass at a time, and batching needs a single owner of all requests. So one thread ({@code
 * DeviceLoop}) owns the model, its caches and the state of every running sequence, without locks. It exchanges with callers
 * only here:
 *
 * <pre>{@code
 * caller's thread                                   device thread
 *   run(sequence, request)
 *     queue.add ------------- RequestQueue -------->  DeviceLoop.step, step, ...
 *     await    <------ RequestEvent.Text ----------     (text that became certain)
 *       listener.onText
 *     await    <------ RequestEvent.Completed -----     (or Failed)
 *     return generation
 * }</pre>
 *
 * <p>The call blocks, as the API above it does, and runs the listener on the caller's own thread. The device thread never
 * runs a listener, and posting an event never blocks it, because the event queue of a request is bounded only by its number
 * of tokens. A slow listener therefore delays its own caller only, and an exception that it throws propagates to its own
 * caller.
 *
 * <h2>Ends</h2>
 *
 * A request ends with exactly one event. Once the device thread has taken the request from the queue, that thread posts it.
 * While the request is queued, it is posted by the thread that removes it: the one that cancels it, the caller when its
 * deadline passes, or the one that calls {@link #close()}. Removal is atomic, so there is only one. If the caller is
 * interrupted or its listener throws, it marks the request as abandoned, and the device thread drops it before the next
 * pass.
 *
 * <p>The queue is bounded. When it is full, requests are refused at once, so that callers can retry, shed load or fall back
 * instead of waiting until their deadlines.
 *
 * <p>Safe for use by several threads.
 */
public final class Scheduler implements AutoCloseable {

    private final SchedulerSettings settings;
    private final RequestQueue queue;
    private final PrefillHints hints = new PrefillHints();
    private final CacheMemory memory;
    private final DeviceLoop loop;
    private final Thread deviceThread;

    /**
     * Starts the device thread, which alone uses {@code model} until this is closed. The caller closes the model after that.
     */
    public Scheduler(CausalLanguageModel model, SchedulerSettings settings) {
        this.settings = settings;
        this.queue = new RequestQueue(settings.modelName(), settings.batch().maxQueuedRequests());
        DeviceCaches caches = DeviceCaches.of(model, settings.caches());
        this.memory = caches.memory();
        this.loop = new DeviceLoop(caches, queue, hints, settings);
        this.deviceThread = new Thread(loop, "aligner-device-" + settings.modelName());
        deviceThread.setDaemon(true);
        deviceThread.start();
    }

    /**
     * Runs {@code sequence} on the device and returns its outcome, calling the request's listener on this thread.
     *
     * @throws io.github.aligner4j.completion.ModelOverloadedException if the queue is full
     * @throws io.github.aligner4j.DeadlineExceededException if the request's deadline passed
     * @throws CorrectionCancelledException if the request was cancelled or this thread was interrupted
     * @throws io.github.aligner4j.completion.DeviceException if the model failed
     * @throws CompletionModelException if the sequence does not fit into the memory for keys and values even alone, or this
     *     is closed meanwhile
     * @throws IllegalStateException if this is closed
     */
    public Generation run(Sequence sequence, CompletionRequest request) {
        try (Submission submission = submit(sequence, request)) {
            return submission.await();
        }
    }

    /**
     * Runs the sequences of {@code requests} on the device, at most as many at once as it runs in one batch, and passes their outcomes
     * on, in order, each as soon as it and those before it are there; listeners are called in that order, too. A failure, also of
     * {@code each}, ends those that are running. A full queue fails the call only while none of its own sequences is on the way.
     *
     * @param sequences returns the sequence of the request with an index
     * @param each takes an outcome, on this thread
     * @throws RuntimeException as {@link #run} does, for the first request that failed
     */
    public void runAll(List<CompletionRequest> requests, IntFunction<Sequence> sequences, Consumer<Generation> each) {
        Deque<Submission> submissions = new ArrayDeque<>();
        try {
            for (int finished = 0; finished < requests.size(); finished++) {
                submitNext(requests, sequences, finished, submissions);
                Generation generation = submissions.element().await();
                submissions.remove().close();
                each.accept(generation);
            }
        } finally {
            submissions.forEach(Submission::close);
        }
    }

    /** Submits further requests, as many as the device runs in one batch; the first {@code finished} ones are done. */
    private void submitNext(
            List<CompletionRequest> requests,
            IntFunction<Sequence> sequences,
            int finished,
            Deque<Submission> submissions) {
        int end = Math.min(requests.size(), finished + settings.batch().maxRunningRequests());
        for (int next = finished + submissions.size(); next < end; next++) {
            try {
                submissions.add(submit(sequences.apply(next), requests.get(next)));
            } catch (ModelOverloadedException e) {
                if (submissions.isEmpty()) {
                    throw e;
                }
                return;
            }
        }
    }

    private Submission submit(Sequence sequence, CompletionRequest request) {
        request.cancellation().throwIfCancelled();
        memory.requireFits(sequence.capacity());
        QueuedRequest queued = new QueuedRequest(sequence, request, settings);
        queue.add(queued);
        return new Submission(queued, request.cancellation().onCancel(() -> cancel(queued)));
    }

    /** A request in the queue or on the device, whose caller has to close it. */
    private final class Submission implements AutoCloseable {

        private final QueuedRequest queued;
        private final Cancellation.Registration registration;

        Submission(QueuedRequest queued, Cancellation.Registration registration) {
            this.queued = queued;
            this.registration = registration;
        }

        Generation await() {
            try {
                return Scheduler.this.await(queued);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CorrectionCancelledException("the calling thread was interrupted while it waited");
            }
        }

        /** Ends the request if it has not ended. */
        @Override
        public void close() {
            registration.close();
            queued.abandon();
            queue.remove(queued);
        }
    }

    /**
     * Hints that a sequence beginning with {@code tokens} is expected. Returns at once; a busy device ignores the hint.
     *
     * @param cancellation withdraws the hint
     */
    public void prefill(int[] tokens, ModelVariant variant, Cancellation cancellation) {
        if (!queue.closed() && !cancellation.isCancelled()) {
            hints.add(new PrefillHint(tokens, variant, cancellation));
            queue.wakeUp();
        }
    }

    /** Returns the current state and counts; also after this is closed. */
    public SchedulerStatus status() {
        return loop.status();
    }

    /** Returns counts and present numbers for meters, without the memory of the device; also after this is closed. */
    public EngineStatistics statistics() {
        return loop.statistics();
    }

    /**
     * Refuses further requests, fails those that wait, gives the running ones the drain timeout to finish, fails those that
     * did not, and returns when the device thread has ended. Closing again has no effect.
     */
    @Override
    public void close() {
        queue.close().forEach(this::failQueued);
        boolean interrupted = joinWithin(settings.drainTimeout().toMillis());
        loop.abort();
        while (deviceThread.isAlive()) {
            interrupted |= joinWithin(TimeUnit.DAYS.toMillis(1));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Generation await(QueuedRequest queued) throws InterruptedException {
        while (true) {
            RequestEvent event = next(queued);
            // A cancellation takes precedence over events that were posted in the meantime.
            queued.request().cancellation().throwIfCancelled();
            if (event instanceof RequestEvent.Text text) {
                queued.request().listener().onText(text.text());
            } else if (event instanceof RequestEvent.Completed completed) {
                return completed.generation();
            } else if (event instanceof RequestEvent.Failed failed) {
                throw failed.cause();
            }
        }
    }

    private RequestEvent next(QueuedRequest queued) throws InterruptedException {
        @Nullable RequestEvent event = queued.events().poll(queued.timeUntilDeadline().toNanos(), TimeUnit.NANOSECONDS);
        if (event == null && queue.remove(queued)) {
            loop.outcomes().fail(queued, queued.deadlineExceeded());
        }
        // No longer in the queue, so it is on the device, whose thread enforces the deadline within a step.
        return event != null ? event : queued.events().take();
    }

    private void failQueued(QueuedRequest queued) {
        loop.outcomes()
                .fail(
                        queued,
                        new CompletionModelException("model '" + settings.modelName()
                                + "' was closed while the request waited in its queue"));
    }

    private void cancel(QueuedRequest queued) {
        if (queue.remove(queued)) {
            loop.outcomes().fail(queued, new CorrectionCancelledException("the call was cancelled by its caller"));
        }
    }

    private boolean joinWithin(long millis) {
        try {
            if (millis > 0) {
                deviceThread.join(millis);
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
