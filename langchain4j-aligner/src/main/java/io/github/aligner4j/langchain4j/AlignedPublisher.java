// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Cancellation;
import java.util.Objects;
import java.util.concurrent.Flow;

/** A publisher that starts an aligned stream for each subscriber. */
final class AlignedPublisher implements Flow.Publisher<Object> {

    /** Starts a stream. */
    interface Start {

        /** Calls {@code handler} until the stream ends, or is cancelled by {@code cancellation}. */
        void accept(StreamingChatResponseHandler handler, Cancellation cancellation);
    }

    private final Start start;

    AlignedPublisher(Start start) {
        this.start = start;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        Cancellation cancellation = Cancellation.create();
        StreamSubscription subscription =
                new StreamSubscription(Objects.requireNonNull(subscriber, "subscriber"), cancellation);
        subscriber.onSubscribe(subscription);
        if (cancellation.isCancelled()) {
            return;
        }
        try {
            start.accept(new PublishingHandler(subscription, new UpstreamCancellation(cancellation)), cancellation);
        } catch (Throwable e) {
            subscription.end(e);
        }
    }
}
