package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Cancellation;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Hands a stream's events to a subscriber as it demands them; the others wait, as the whole answer has been held anyway. */
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

    /** Ends the stream, with an error if there is one; the first end counts. */
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

    /** One thread at a time; who comes meanwhile leaves a note. */
    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int notes = 1;
        while (notes != 0) {
            try {
                deliver();
            } catch (Throwable e) {
                // A subscriber that throws has broken its contract, and counts as one that cancelled.
                cancel();
                IgnoredExceptions.warn("the Flow.Subscriber of an aligned stream", e);
            }
            notes = work.addAndGet(-notes);
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
