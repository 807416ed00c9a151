// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.runtime.generation.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A request, shared by its caller and the device thread: the sequence, its timings, and a queue of events for the caller.
 * That queue is unbounded, so the device thread never waits for a caller.
 *
 * <p>The natural order is by urgency: first come, first served, except that a streaming request counts as submitted {@value
 * #STREAMING_HEAD_START_SECONDS} seconds earlier. A request that has waited longer than that is not overtaken.
 */
final class QueuedRequest implements Comparable<QueuedRequest> {

    static final int STREAMING_HEAD_START_SECONDS = 5;

    private static final AtomicLong COUNT = new AtomicLong();

    private final Sequence sequence;
    private final CompletionRequest request;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BlockingQueue<RequestEvent> events = new LinkedBlockingQueue<>();
    private final long submitted;
    private final long number = COUNT.getAndIncrement();
    private volatile boolean abandoned;

    // Written by the device thread only; read by it, or by the caller after the request has left the device.
    private long marked;
    private long queued;
    private long prefill;
    private long decode;
    private boolean started;

    QueuedRequest(Sequence sequence, CompletionRequest request, SchedulerSettings settings) {
        this.sequence = sequence;
        this.request = request;
        this.clock = settings.clock();
        this.nanoTime = settings.nanoTime();
        this.submitted = nanoTime.getAsLong();
        this.marked = submitted;
    }

    Sequence sequence() {
        return sequence;
    }

    CompletionRequest request() {
        return request;
    }

    BlockingQueue<RequestEvent> events() {
        return events;
    }

    /** Marks this as abandoned: its caller no longer waits for the outcome. */
    void abandon() {
        abandoned = true;
    }

    /** Returns whether a listener receives the text while it is generated. */
    boolean streaming() {
        return request.listener() != CompletionListener.NONE;
    }

    /** Adds the time since the last mark to the time in the queue, and returns whether this is the first start. */
    boolean markStarted() {
        boolean first = !started;
        started = true;
        queued += sinceMark();
        return first;
    }

    /** Adds the time since the last mark to the time on the device. */
    void markAdvanced(boolean prefilling) {
        if (prefilling) {
            prefill += sinceMark();
        } else {
            decode += sinceMark();
        }
    }

    CompletionTimings timings() {
        return new CompletionTimings(Duration.ofNanos(queued), Duration.ofNanos(prefill), Duration.ofNanos(decode));
    }

    /**
     * Checks that the caller still waits for the completion.
     *
     * @throws CorrectionCancelledException if the caller cancelled the request or abandoned it
     * @throws DeadlineExceededException if the deadline passed
     */
    void throwIfStopped() {
        request.cancellation().throwIfCancelled();
        if (abandoned) {
            throw new CorrectionCancelledException("the caller stopped waiting");
        }
        if (timeUntilDeadline().isNegative()) {
            throw deadlineExceeded();
        }
    }

    /** Returns the time until the deadline, at most a day, negative if the deadline passed. */
    Duration timeUntilDeadline() {
        Instant now = clock.instant();
        Instant horizon = now.plus(Duration.ofDays(1));
        Instant deadline = request.deadline().filter(horizon::isAfter).orElse(horizon);
        return deadline.isAfter(now) ? Duration.between(now, deadline) : Duration.ofNanos(-1);
    }

    DeadlineExceededException deadlineExceeded() {
        long total = nanoTime.getAsLong() - submitted;
        long running = prefill + decode;
        return new DeadlineExceededException(String.format(
                Locale.ROOT,
                "deadline passed after %s: %s in the queue, %s on the device, where %d tokens were generated; "
                        + "allow more time or lower max-new-tokens",
                seconds(total),
                seconds(total - running),
                seconds(running),
                sequence.generatedTokens()));
    }

    @Override
    public int compareTo(QueuedRequest other) {
        // By difference, because nanoTime has any origin and may overflow.
        int byUrgency = Long.signum(urgency() - other.urgency());
        return byUrgency != 0 ? byUrgency : Long.compare(number, other.number);
    }

    private long urgency() {
        return streaming() ? submitted - TimeUnit.SECONDS.toNanos(STREAMING_HEAD_START_SECONDS) : submitted;
    }

    private long sinceMark() {
        long before = marked;
        marked = nanoTime.getAsLong();
        return marked - before;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
