// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Cancellation;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream's events to a subscriber as it demands them. Events without demand are buffered, which costs little, as the
 * stream holds the whole answer anyway.
 */
final class StreamSubscription implements Flow.Subscription {

    private final Flow.Subscriber<? super Object> subscriber;
    private final Cancellation cancellation;
    private final Queue<Object> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private volatile boolean done;
    private volatile boolean over;
    private volatile @Nullable Throwable error;

    StreamSubscription(Flow.Subscriber<? super Object> subscriber, Cancellation cancellation) {
        this.subscriber = subscriber;
        this.cancellation = cancellation;
    }

    void publish(Object event) {
        if (!done) {
            events.add(event);
            drain();
        }
    }

    /** Ends the stream, with an error if {@code thrown} is one; later ends are ignored. */
    void end(@Nullable Throwable thrown) {
        if (!done) {
            error = thrown;
            done = true;
            drain();
        }
    }

    @Override
    public void request(long more) {
        if (more <= 0) {
            events.clear();
            end(new IllegalArgumentException("demand must be positive, but was " + more));
            cancellation.cancel();
        } else {
            demand.accumulateAndGet(more, (old, added) -> old + added < 0 ? Long.MAX_VALUE : old + added);
            drain();
        }
    }

    @Override
    public void cancel() {
        boolean wanted = !over;
        over = true;
        if (wanted) {
            cancellation.cancel();
        }
    }

    /** Delivers on one thread at a time; others only count up, and the delivering thread goes on until none did. */
    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            try {
                deliver();
            } catch (Throwable e) {
                // A subscriber that throws breaks its contract and is treated as one that cancelled.
                cancel();
                IgnoredExceptions.log("the Flow.Subscriber of an aligned stream", e);
            }
            missed = work.addAndGet(-missed);
        }
    }

    private void deliver() {
        while (demand.get() > 0 && !over) {
            Object event = events.poll();
            if (event == null) {
                break;
            }
            demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
            subscriber.onNext(event);
        }
        if (done && events.isEmpty() && !over) {
            over = true;
            Throwable thrown = error;
            if (thrown == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(thrown);
            }
        }
    }
}
