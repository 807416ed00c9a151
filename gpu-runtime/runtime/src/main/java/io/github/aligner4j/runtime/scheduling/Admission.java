// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Failures;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests to the device while there is memory for their keys and values, and preempts the least urgent one when a
 * more urgent one outgrows its cache.
 *
 * <p>The most urgent request is never preempted and may use all of the memory. So it always finishes, then the next one
 * does, and no request waits forever.
 *
 * <p>Used by the device thread; the counts may be read by any thread.
 */
final class Admission {

    private final RequestQueue queue;
    private final Batch batch;
    private final DeviceCaches caches;
    private final Outcomes outcomes;
    private final SchedulerSettings settings;
    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong reusedTokens = new AtomicLong();
    private final AtomicLong preemptions = new AtomicLong();

    Admission(RequestQueue queue, Batch batch, DeviceCaches caches, Outcomes outcomes, SchedulerSettings settings) {
        this.queue = queue;
        this.batch = batch;
        this.caches = caches;
        this.outcomes = outcomes;
        this.settings = settings;
    }

    /** Returns the number of waiting requests, preempted ones included. */
    int waiting() {
        return queue.size() + batch.preemptedCount();
    }

    long preemptions() {
        return preemptions.get();
    }

    PrefixReuse reuse() {
        PrefixCache prefixes = caches.prefixes();
        return new PrefixReuse(promptTokens.get(), reusedTokens.get(), prefixes.entries(), prefixes.reclaimableBytes());
    }

    /** Returns the number of waiting requests that can join the batch within the limit of running requests. */
    int admissible() {
        return Math.min(waiting(), settings.batch().maxRunningRequests() - batch.runningCount());
    }

    /**
     * Starts or resumes the next request.
     *
     * @param prefill prefilled prompts, of which the request may continue one
     * @return the request, or null if none waits or memory is short
     */
    @Nullable RunningRequest admit(PrefillAhead prefill) {
        QueuedRequest next = admissible() > 0 ? next() : null;
        while (next != null) {
            try {
                next.throwIfStopped();
                prefill.yieldTo(next.sequence().tokens(), next.sequence().variant());
                return startOrDefer(next);
            } catch (AlignerException e) {
                outcomes.fail(next, e);
            } catch (RuntimeException | Error e) {
                outcomes.fail(next, startFailure(e));
            }
            next = next();
        }
        return null;
    }

    /** Makes room for the next token of {@code request}; returns false if the request itself was preempted or failed. */
    boolean makeRoom(RunningRequest request) {
        try {
            while (!hasRoom(request)) {
                RunningRequest leastUrgent = batch.running().get(batch.runningCount() - 1);
                preempt(leastUrgent);
                if (leastUrgent == request) {
                    return false;
                }
            }
            return true;
        } catch (RuntimeException | Error e) {
            request.fail(e);
            return false;
        }
    }

    private @Nullable QueuedRequest next() {
        QueuedRequest preempted = batch.pollPreempted();
        return preempted != null ? preempted : queue.poll();
    }

    private @Nullable RunningRequest startOrDefer(QueuedRequest request) {
        Sequence sequence = request.sequence();
        KeyValueCache cache = caches.allocator()
                .allocate(sequence.tokens(), sequence.capacity(), sequence.variant(), batch.running());
        if (cache == null && batch.isEmpty()) {
            throw caches.memory().tooSmallFor(sequence.capacity());
        }
        if (cache == null) {
            batch.addPreempted(request);
            return null;
        }
        if (request.markStarted()) {
            countPrompt(sequence.length(), cache.length());
            sequence.markReused(cache.length());
        }
        RunningRequest running = new RunningRequest(request, cache, settings.modelName());
        batch.add(running);
        return running;
    }

    /** Grows the cache by half while there is spare memory, and by what the next token needs while there is just enough. */
    private boolean hasRoom(RunningRequest request) {
        KeyValueCache cache = request.cache();
        int limit = request.sequence().capacity();
        int free = cache.capacity() - cache.length();
        if (free >= Math.min(CacheMemory.BLOCK_TOKENS, limit - cache.length())) {
            return true;
        }
        int ahead = Math.max(cache.capacity() + cache.capacity() / 2, cache.length() + CacheMemory.BLOCK_TOKENS);
        return caches.memory().grow(cache, CacheMemory.wholeBlocks(ahead, limit))
                || caches.memory().grow(cache, CacheMemory.wholeBlocks(cache.length() + 1, limit));
    }

    private void preempt(RunningRequest request) {
        batch.remove(request);
        caches.memory().close(request.cache());
        batch.addPreempted(request.request());
        preemptions.incrementAndGet();
    }

    private void countPrompt(int length, int reused) {
        promptTokens.addAndGet(length);
        reusedTokens.addAndGet(reused);
    }

    private DeviceException startFailure(Throwable cause) {
        return new DeviceException(
                "model '" + settings.modelName() + "' failed while making room for a request: "
                        + Failures.describe(cause),
                cause);
    }
}
