// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.FluxSink;
import reactor.util.context.Context;

/**
 * Buffers one streamed response until the upstream model has finished, and then has it corrected by an executor.
 *
 * <p>Does not use Reactor's operators, since they throw an {@link Error} that they consider fatal, instead of signalling it:
 * here every path ends with a signal, unless the subscriber has cancelled. For one subscription.
 */
final class BufferedStream implements CoreSubscriber<ChatClientResponse> {

    private final FluxSink<ChatClientResponse> sink;
    private final Handler handler;
    private final Executor executor;
    private final Cancellation cancellation = Cancellation.create();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final StreamRunners runners = new StreamRunners();
    private final Object lock = new Object();
    private final Object receiving = new Object();
    private final List<ChatClientResponse> chunks = new ArrayList<>();
    private boolean complete;
    private @Nullable Subscription upstream;

    BufferedStream(FluxSink<ChatClientResponse> sink, Handler handler, Executor executor) {
        this.sink = sink;
        this.handler = handler;
        this.executor = runners.interruptible(executor);
        sink.onDispose(this::dispose);
        sink.onCancel(this::cancel);
    }

    @Override
    public Context currentContext() {
        return Context.of(sink.contextView());
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        boolean active;
        synchronized (lock) {
            upstream = subscription;
            active = !runners.isStopped();
        }
        if (active) {
            handler.onStart(this, cancellation, executor);
            subscription.request(Long.MAX_VALUE);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(ChatClientResponse chunk) {
        synchronized (receiving) {
            if (complete || ended.get()) {
                return;
            }
            chunks.add(chunk);
        }
        try {
            handler.onChunk(chunk);
        } catch (Throwable e) {
            fail(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (stopReceiving()) {
            end(() -> sink.error(asSignal(failure)));
        }
    }

    /** Takes no more chunks; returns false if that was so already. */
    private boolean stopReceiving() {
        synchronized (receiving) {
            boolean first = !complete;
            complete = true;
            return first;
        }
    }

    /** Returns {@code failure}, or an exception with it as the cause if operators would throw it instead of signalling it. */
    private static Throwable asSignal(Throwable failure) {
        return Exceptions.isFatal(failure)
                ? new AlignerException(
                        "the upstream model gave no answer: "
                                + failure.getClass().getName(),
                        failure)
                : failure;
    }

    @Override
    public void onComplete() {
        if (stopReceiving()) {
            submit();
        }
    }

    /** Cancels the upstream model, and takes no more chunks; returns false if the upstream model has ended already. */
    boolean cutShort() {
        boolean first = stopReceiving();
        if (first) {
            cancelUpstream();
        }
        return first;
    }

    /** Has the response completed with the chunks so far. */
    void submit() {
        try {
            executor.execute(this::correct);
        } catch (RejectedExecutionException e) {
            fail(new AdvisorException(
                    "the executor rejected the correction of a stream: " + CorrectionThreads.MAX_CORRECTIONS
                            + " streams of this Aligner are being corrected, or the advisor's own executor is full or shut"
                            + " down; try again later, or set an executor with more threads",
                    e,
                    true));
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void correct() {
        if (runners.isStopped()) {
            return;
        }
        try {
            List<ChatClientResponse> response = chunks;
            handler.onComplete(response, cancellation, this::emit);
            end(sink::complete);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Sends a chunk to the subscriber; if that fails, throws a {@link CorrectionCancelledException}. */
    void emit(ChatClientResponse chunk) {
        if (ended.get()) {
            return;
        }
        try {
            sink.next(chunk);
        } catch (Throwable e) {
            end(() -> sink.error(asSignal(e)));
            throw new CorrectionCancelledException("the stream's subscriber failed");
        }
    }

    /** Ends the stream with the failure of a correction. */
    void fail(Throwable failure) {
        end(() -> sink.error(asException(failure)));
    }

    private Throwable asException(Throwable failure) {
        Throwable sanitized = sanitize(failure);
        return sanitized instanceof Error
                ? new AlignerException(
                        "the Aligner gave no correction: "
                                + sanitized.getClass().getName(),
                        sanitized)
                : sanitized;
    }

    /** Returns {@code failure} without quotations, or a new exception if that fails, as it may for lack of memory. */
    private Throwable sanitize(Throwable failure) {
        try {
            return handler.sanitize(failure);
        } catch (Throwable e) {
            return new AlignerException(
                    "the Aligner gave no correction: " + failure.getClass().getName());
        }
    }

    private void end(Runnable signal) {
        if (ended.compareAndSet(false, true) && !sink.isCancelled()) {
            handler.close();
            signal.run();
        }
    }

    /** Ends a running correction by its cancellation and by an interrupt. */
    private void cancel() {
        ended.set(true);
        runners.interrupt();
    }

    private void dispose() {
        runners.stop();
        cancelUpstream();
        cancellation.cancel();
        handler.close();
    }

    private void cancelUpstream() {
        Subscription current;
        synchronized (lock) {
            current = upstream;
        }
        if (current != null) {
            current.cancel();
        }
    }

    /** Handles a response. */
    interface Handler {

        /**
         * Called before the first chunk.
         *
         * @param stream sends chunks before the upstream model has finished, and takes failures
         * @param cancellation cancelled with the stream
         * @param executor runs early corrections
         */
        void onStart(BufferedStream stream, Cancellation cancellation, Executor executor);

        /** Reads a chunk while the upstream model still streams; never blocks. */
        void onChunk(ChatClientResponse chunk);

        /** Corrects the response and sends it to {@code downstream}. */
        void onComplete(
                List<ChatClientResponse> chunks, Cancellation cancellation, Consumer<ChatClientResponse> downstream);

        /** Returns {@code failure}, or a replacement that does not quote texts. */
        Throwable sanitize(Throwable failure);

        /** Cancels early work. */
        void close();
    }
}
