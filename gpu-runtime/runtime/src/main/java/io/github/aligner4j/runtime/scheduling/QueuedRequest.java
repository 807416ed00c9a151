package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.CompletionCancelledException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.DeadlineExceededException;
import io.github.aligner4j.runtime.generation.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;

/**
 * One request between its caller and the device's thread: the sequence, its times, and the events that the caller waits
 * for. As many events as tokens can wait, so the device's thread never does.
 */
final class QueuedRequest {

    private final Sequence sequence;
    private final CompletionRequest request;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BlockingQueue<RequestEvent> events = new LinkedBlockingQueue<>();
    private final long submitted;
    private volatile boolean abandoned;

    // Written by the device's thread only; read by it, or by the caller once the request is known not to be there.
    private Duration queued = Duration.ZERO;
    private Duration prefill = Duration.ZERO;
    private Duration decode = Duration.ZERO;

    QueuedRequest(Sequence sequence, CompletionRequest request, SchedulerSettings settings) {
        this.sequence = sequence;
        this.request = request;
        this.clock = settings.clock();
        this.nanoTime = settings.nanoTime();
        this.submitted = nanoTime.getAsLong();
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

    void markStarted() {
        queued = since(submitted);
    }

    void markAdvanced(long before, boolean prefilling) {
        if (prefilling) {
            prefill = prefill.plus(since(before));
        } else {
            decode = decode.plus(since(before));
        }
    }

    CompletionTimings timings() {
        return new CompletionTimings(queued, prefill, decode);
    }

    /**
     * Returns normally if the caller still wants the completion.
     *
     * @throws CompletionCancelledException if it cancelled or left
     * @throws DeadlineExceededException if its deadline passed
     */
    void throwIfEnded() {
        request.cancellation().throwIfCancelled();
        if (abandoned) {
            throw new CompletionCancelledException("the caller stopped waiting");
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
        Duration total = since(submitted);
        Duration running = prefill.plus(decode);
        return new DeadlineExceededException(String.format(
                Locale.ROOT,
                "deadline passed after %s: %s in the queue, %s on the device, where %d tokens were generated; "
                        + "allow more time or lower max-new-tokens",
                seconds(total),
                seconds(total.minus(running)),
                seconds(running),
                sequence.generatedTokens()));
    }

    private Duration since(long start) {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
    }
}
