// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.langchain4j.AlignmentOptions.RawEvents;
import io.github.aligner4j.langchain4j.RepromptedUpstream.Call;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way from an upstream stream to the caller's handler.
 *
 * <p>The upstream model's events are queued, and one thread takes them from the queue, calls the handler and runs the
 * Aligner, so that the upstream model's threads never wait. The thread is taken when the first event can be delivered; text
 * alone needs none, since it is held back. While the handler is called with the complete response, no lock is held and no
 * correction runs, so it may start the next round from there.
 *
 * <p>The Aligner reads the text as it arrives ({@link StreamedText}), on the upstream model's threads, without making them wait.
 *
 * <p>The handler receives exactly one terminal event, whatever throws, unless the stream is cancelled.
 */
final class AlignedStream implements Runnable, SentenceText.Events {

    private final AlignmentOptions options;
    private final Executor executor;
    private final StreamedText text;
    private final Cancellation cancellation;
    private final Cancellation upstream = Cancellation.create();
    private final DownstreamHandler downstream;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean ended;

    // Confined to the stream's thread.
    private boolean textBegun;

    /**
     * Creates a stream.
     *
     * @param corrector corrects its response
     * @param call the call of the upstream model
     * @param executor runs the stream and the early work on its text
     */
    AlignedStream(
            ResponseCorrector corrector,
            Call call,
            StreamingChatResponseHandler handler,
            Executor executor,
            Cancellation cancellation) {
        this.options = corrector.options();
        this.executor = executor;
        this.cancellation = cancellation;
        this.downstream = new DownstreamHandler(handler, new CancellationHandle(cancellation));
        this.text = corrector.correctsBySentence(call.offersTools())
                ? new SentenceText(corrector, downstream, cancellation, executor, this)
                : new WholeText(corrector, call, downstream, cancellation, executor);
        cancellation.onCancel(() -> events.add(() -> {}));
        cancellation.onCancel(upstream::cancel);
        cancellation.onCancel(text::close);
    }

    /** Returns the handler to call the upstream model with. */
    StreamingChatResponseHandler upstreamHandler() {
        return new UpstreamHandler(this, new UpstreamCancellation(upstream));
    }

    /** Holds back a piece of the text, which only the Aligner reads. */
    void holdText(String piece) {
        if (!isOver()) {
            events.add(() -> text(piece));
            text.append(piece);
        }
    }

    /** Queues an event, and has it and all events before it run on the stream's thread. */
    @Override
    public void deliver(Runnable event) {
        if (!isOver()) {
            events.add(event);
            if (started.compareAndSet(false, true)) {
                start();
            }
        }
    }

    /** Ends the stream without a callback; the caller learns of the failure otherwise. */
    void abandon() {
        if (!ended) {
            cancellation.cancel();
        }
    }

    private boolean isOver() {
        return ended || cancellation.isCancelled();
    }

    private void start() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            failToStart("the executor of the aligned model takes no more streams; it may be shut down", e);
        } catch (Throwable e) {
            failToStart(
                    "the executor of the aligned model failed: " + e.getClass().getName(), e);
        }
    }

    private void failToStart(String message, Throwable cause) {
        fail(new AlignerException(message, cause));
        cancellation.cancel();
    }

    @Override
    public void run() {
        try {
            while (!isOver()) {
                events.take().run();
            }
        } catch (InterruptedException e) {
            fail(new AlignerException("the stream's thread was interrupted while it waited for the upstream model", e));
            cancellation.cancel();
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            fail(failure(e));
            cancellation.cancel();
        } finally {
            text.close();
            if (!ended) {
                cancellation.cancel();
            }
            events.clear();
        }
        downstream.rethrowFatal();
    }

    private void text(String piece) {
        textBegun = true;
        text.keep(piece);
    }

    void thinking(PartialThinking piece) {
        if (options.thinking() == ThinkingPolicy.PASS) {
            downstream.thinking(piece);
        } else {
            textBegun = true;
        }
    }

    void toolCall(Consumer<DownstreamHandler> event) {
        text.toolCall();
        event.accept(downstream);
    }

    void raw(Object event) {
        if (!textBegun || options.rawEvents() == RawEvents.PASS) {
            downstream.raw(event);
        }
    }

    void fail(Throwable error) {
        if (!ended) {
            ended = true;
            text.close();
            downstream.error(error);
        }
    }

    void complete(@Nullable ChatResponse response) {
        if (text.isBusy(() -> deliver(() -> complete(response)))) {
            return;
        }
        complete(() -> {
            if (response == null) {
                throw new AlignerException("the upstream model completed its stream without a response");
            }
            return text.complete(response);
        });
    }

    @Override
    public void stopped(@Nullable Throwable failure) {
        upstream.cancel();
        deliver(() -> {
            if (failure == null) {
                complete(text::refusal);
            } else {
                fail(failure(failure));
            }
        });
    }

    private void complete(Supplier<ChatResponse> corrected) {
        ChatResponse response;
        try {
            response = corrected.get();
        } catch (Throwable e) {
            fail(failure(e));
            return;
        }
        ended = true;
        text.close();
        downstream.complete(response);
    }

    /** Repeats only the class of a foreign exception, since its message may quote texts. */
    private static AlignerException failure(Throwable thrown) {
        if (thrown instanceof CorrectionCancelledException) {
            return new AlignerException("the correction was cancelled, but not by the caller of the stream", thrown);
        }
        return thrown instanceof AlignerException own
                ? own
                : new AlignerException(
                        "the aligned stream failed: " + thrown.getClass().getName(), thrown);
    }
}
