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
 * One request between its caller and the device's thread: the sequence, its times, and the events that the caller waits
 * for. As many events as tokens can wait, so the device's thread never does.
 *
 * <p>The natural order is that of urgency: first come first served, except that a request whose text is heard while it is
 * generated goes before those that came up to {@value #HEAD_START_SECONDS} seconds earlier and are read as a whole. A
 * request that has waited longer than that is overtaken by none.
 */
final class QueuedRequest implements Comparable<QueuedRequest> {

    static final int HEAD_START_SECONDS = 5;

    private static final AtomicLong COUNT = new AtomicLong();

    private final Sequence sequence;
    private final CompletionRequest request;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BlockingQueue<RequestEvent> events = new LinkedBlockingQueue<>();
    private final long submitted;
    private final long number = COUNT.getAndIncrement();
    private volatile boolean abandoned;

    // Written by the device's thread only; read by it, or by the caller once the request is known not to be there.
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

    /** Notes that nobody waits for the outcome any more. */
    void abandon() {
        abandoned = true;
    }

    /** Returns whether its text is heard while it is generated. */
    boolean streaming() {
        return request.listener() != CompletionListener.NONE;
    }

    /** Counts the time since the last mark as spent in the queue, and returns whether this is the first start. */
    boolean markStarted() {
        boolean first = !started;
        started = true;
        queued += sinceMark();
        return first;
    }

    /** Counts the time since the last mark as spent on the device. */
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
     * Returns normally if the caller still wants the completion.
     *
     * @throws CorrectionCancelledException if it cancelled or left
     * @throws DeadlineExceededException if its deadline passed
     */
    void throwIfEnded() {
        request.cancellation().throwIfCancelled();
        if (abandoned) {
            throw new CorrectionCancelledException("the caller stopped waiting");
        }
        if (untilDeadline().isNegative()) {
            throw deadlineExceeded();
        }
    }

    /** Returns the time left until the deadline, a day at most, negative once it passed. */
    Duration untilDeadline() {
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
        // Differences, because the clock's origin is anywhere and it may run over.
        int byTime = Long.signum(urgency() - other.urgency());
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    private long urgency() {
        return streaming() ? submitted - TimeUnit.SECONDS.toNanos(HEAD_START_SECONDS) : submitted;
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
