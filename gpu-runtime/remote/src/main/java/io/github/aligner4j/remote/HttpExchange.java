// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Cancellation.Registration;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its response, read by the thread that calls.
 *
 * <p>The client's threads post events to a queue, and the calling thread waits for them no longer than the call is wanted: this is
 * the only place where a call waits for an engine. Closing the exchange before the response has ended closes the connection, by
 * which an engine knows that it can stop generating. One chunk at a time is asked for, so a fast engine can't fill the memory.
 */
final class HttpExchange implements AutoCloseable {

    private final HttpFailures failures;
    private final Call call;
    private final Duration maxSilence;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
    private final Registration registration;
    private @Nullable CompletableFuture<HttpResponse<@Nullable Void>> response;
    private volatile boolean closed;
    private boolean ended;

    private HttpExchange(HttpFailures failures, Call call, Duration maxSilence) {
        this.failures = failures;
        this.call = call;
        this.maxSilence = maxSilence;
        this.registration = call.cancellation().onCancel(() -> events.add(new Cancelled()));
    }

    /** Sends a request. */
    static HttpExchange send(
            HttpClient client, HttpRequest request, HttpFailures failures, Call call, Duration maxSilence) {
        HttpExchange exchange = new HttpExchange(failures, call, maxSilence);
        CompletableFuture<HttpResponse<@Nullable Void>> response =
                client.sendAsync(request, info -> exchange.new Body(new Head(info.statusCode(), info.headers())));
        exchange.response = response;
        CompletableFuture<?> unused = response.whenComplete((done, failure) -> {
            if (failure != null) {
                exchange.events.add(new Failed(failure));
            }
        });
        return exchange;
    }

    /** Waits for the status line and the headers. */
    Head head() {
        Event event = await();
        if (event instanceof Head head) {
            return head;
        }
        throw failures.broken("sent a body without headers");
    }

    /** Waits for the next bytes of the body; null at its end. Call {@link #head()} first. */
    byte @Nullable [] next() {
        Subscription subscribed = subscription.get();
        if (ended) {
            return null;
        }
        if (subscribed != null) {
            subscribed.request(1);
        }
        Event event = await();
        if (event instanceof Bytes bytes) {
            return bytes.bytes;
        }
        ended = true;
        return null;
    }

    private Event await() {
        String doing = "waiting for " + failures.title() + " at " + failures.url();
        call.requireWanted(doing);
        Duration wait = call.atMost(maxSilence);
        Event event;
        try {
            event = events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Call.interrupted(doing);
        }
        call.requireWanted(doing);
        if (event == null) {
            if (wait.compareTo(maxSilence) < 0) {
                throw call.tooLate(doing);
            }
            throw failures.silent(maxSilence);
        }
        if (event instanceof Failed failed) {
            throw failures.connection(failed.failure());
        }
        return event;
    }

    /** Closes the connection, unless the response has ended. */
    @Override
    public void close() {
        closed = true;
        registration.close();
        Subscription subscribed = subscription.get();
        if (subscribed != null && !ended) {
            subscribed.cancel();
        }
        if (response != null) {
            response.cancel(true);
        }
    }

    /** An event that a thread of the client posts to the calling thread. */
    private sealed interface Event {}

    /**
     * The beginning of the response.
     *
     * @param status the HTTP status
     * @param headers the headers
     */
    record Head(int status, HttpHeaders headers) implements Event {}

    private static final class Bytes implements Event {

        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private record End() implements Event {}

    private record Failed(Throwable failure) implements Event {}

    private record Cancelled() implements Event {}

    private final class Body implements BodySubscriber<@Nullable Void> {

        private final Head head;

        private Body(Head head) {
            this.head = head;
        }

        @Override
        public CompletionStage<@Nullable Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Subscription subscribed) {
            subscription.set(subscribed);
            events.add(head);
            if (closed) {
                subscribed.cancel();
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            events.add(new Bytes(bytes.toByteArray()));
        }

        @Override
        public void onError(Throwable failure) {
            events.add(new Failed(failure));
        }

        @Override
        public void onComplete() {
            events.add(new End());
        }
    }
}
