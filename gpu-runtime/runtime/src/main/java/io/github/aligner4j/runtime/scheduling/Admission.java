package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Failures;
import io.github.aligner4j.completion.DeviceException;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are on the device: takes them from the queue while there is memory for their keys and values, and
 * sends the least urgent away when a more urgent one outgrows its own. The most urgent is never sent away and may have all
 * the memory there is, so it always comes to its end, and with it, in time, each. Used by the device's thread; the counts by
 * any.
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

    /** Number of requests that wait, whether they have begun or not. */
    int waiting() {
        return queue.size() + batch.parkedCount();
    }

    long preemptions() {
        return preemptions.get();
    }

    PrefixReuse reuse() {
        PrefixCache prefixes = caches.prefixes();
        return new PrefixReuse(promptTokens.get(), reusedTokens.get(), prefixes.entries(), prefixes.lentBytes());
    }

    /** Number of requests that may join those on the device, memory aside. */
    int admissible() {
        return Math.min(waiting(), settings.batch().maxRunningRequests() - batch.runningCount());
    }

    /**
     * Puts the next request onto the device and returns it; null if none waits or there is no room for it.
     *
     * @param preparing makes way for it
     */
    @Nullable RunningRequest admit(PrefillAhead preparing) {
        QueuedRequest next = admissible() > 0 ? next() : null;
        while (next != null) {
            try {
                next.throwIfEnded();
                preparing.yieldTo(next.sequence().tokens(), next.sequence().variant());
                return startOrPark(next);
            } catch (AlignerException e) {
                outcomes.fail(next, e);
            } catch (RuntimeException | Error e) {
                outcomes.fail(next, startFailure(e));
            }
            next = next();
        }
        return null;
    }

    /** Makes room for the next token of {@code request}; false if the request itself had to leave or failed. */
    boolean makeRoom(RunningRequest request) {
        try {
            while (!hasRoom(request)) {
                RunningRequest last = batch.running().get(batch.runningCount() - 1);
                preempt(last);
                if (last == request) {
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
        QueuedRequest parked = batch.unpark();
        return parked != null ? parked : queue.poll();
    }

    private @Nullable RunningRequest startOrPark(QueuedRequest request) {
        Sequence sequence = request.sequence();
        KeyValueCache cache =
                caches.start().open(sequence.tokens(), sequence.capacity(), sequence.variant(), batch.running());
        if (cache == null && batch.isEmpty()) {
            throw caches.memory().tooSmallFor(sequence.capacity());
        }
        if (cache == null) {
            batch.park(request);
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

    /** Grows the request's cache ahead of need while there is spare memory, and at need if there is just enough. */
    private boolean hasRoom(RunningRequest request) {
        KeyValueCache cache = request.cache();
        int limit = request.sequence().capacity();
        int free = cache.capacity() - cache.length();
        if (free >= Math.min(CacheMemory.BLOCK, limit - cache.length())) {
            return true;
        }
        int ahead = Math.max(cache.capacity() + cache.capacity() / 2, cache.length() + CacheMemory.BLOCK);
        return caches.memory().grow(cache, CacheMemory.blocks(ahead, limit))
                || caches.memory().grow(cache, CacheMemory.blocks(cache.length() + 1, limit));
    }

    private void preempt(RunningRequest request) {
        batch.remove(request);
        caches.memory().close(request.cache());
        batch.park(request.request());
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
