package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.AlignmentOptions.RawEvents;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way from an upstream stream to the caller's handler.
 *
 * <p>The upstream model's events are queued, and one thread takes them from the queue, calls the handler and runs the
 * Aligner, so that the upstream model's threads never wait. The thread is taken when the first event can be delivered; text
 * alone needs none, since it is held back. While the handler is called with the complete response, no lock is held and no
 * correction runs, so it may start the next round from there.
 *
 * <p>The Aligner reads the text as it arrives, on the upstream model's threads, without making them wait.
 *
 * <p>The handler receives exactly one terminal event, whatever throws, unless the stream is cancelled.
 */
final class AlignedStream implements Runnable {

    private final ResponseCorrector corrector;
    private final AlignedRequest request;
    private final Form form;
    private final Executor executor;
    private final EagerCorrection eager;
    private final Cancellation cancellation;
    private final DownstreamHandler downstream;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean ended;

    // Confined to the stream's thread from here on.
    private final HeldText held = new HeldText();
    private boolean textBegun;
    private boolean hasToolCalls;

    AlignedStream(
            ResponseCorrector corrector,
            AlignedRequest request,
            StreamingChatResponseHandler handler,
            Executor executor,
            Cancellation cancellation) {
        this.corrector = corrector;
        this.request = request;
        this.form = corrector.form(request);
        this.executor = executor;
        this.cancellation = cancellation;
        this.downstream = new DownstreamHandler(handler, new CancellationHandle(cancellation));
        this.eager = corrector.begin(request, form, executor);
        cancellation.onCancel(() -> events.add(() -> {}));
        cancellation.onCancel(eager::close);
    }

    /** Holds back a piece of the text, which only the Aligner reads. */
    void holdText(String piece) {
        if (!isOver()) {
            eager.append(piece);
            events.add(() -> text(piece));
        }
    }

    /** Queues an event, and has it and all events before it run on the stream's thread. */
    void deliver(Runnable event) {
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
            eager.close();
            if (!ended) {
                cancellation.cancel();
            }
            events.clear();
        }
        downstream.rethrowFatal();
    }

    private void text(String piece) {
        textBegun = true;
        if (passesText()) {
            downstream.text(piece);
        } else {
            held.add(piece);
        }
    }

    void thinking(PartialThinking piece) {
        if (corrector.options().thinking() == Thinking.PASS) {
            downstream.thinking(piece);
        } else {
            textBegun = true;
        }
    }

    void toolCall(Consumer<DownstreamHandler> event) {
        hasToolCalls = true;
        if (corrector.options().toolCallText() != ToolCallTextPolicy.ALIGN) {
            eager.close();
        }
        if (passesText()) {
            held.release(downstream::text);
        }
        event.accept(downstream);
    }

    void raw(Object event) {
        if (!textBegun || corrector.options().rawEvents() == RawEvents.PASS) {
            downstream.raw(event);
        }
    }

    void fail(Throwable error) {
        if (!ended) {
            ended = true;
            eager.close();
            downstream.error(error);
        }
    }

    void complete(@Nullable ChatResponse response) {
        ChatResponse aligned;
        try {
            if (response == null) {
                throw new AlignerException("the upstream model completed its stream without a response");
            }
            aligned = align(response);
        } catch (Throwable e) {
            fail(failure(e));
            return;
        }
        ended = true;
        eager.close();
        downstream.complete(aligned);
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

    private ChatResponse align(ChatResponse response) {
        AnswerPolicy policy = corrector.options().policy(response, form);
        if (passesText()) {
            return corrector.correct(request, response, policy.withForm(Form.UNTOUCHED), context(), eager);
        }
        String text = response.aiMessage().text();
        if (text == null || text.isBlank()) {
            correctHeld(response, policy);
            return corrector.correct(request, response, policy, context(), eager);
        }
        if (passesAsHeld(response, policy)) {
            held.release(downstream::text);
            return response;
        }
        return corrector.correct(request, response, policy, streamingContext(), eager);
    }

    private boolean passesAsHeld(ChatResponse response, AnswerPolicy policy) {
        return policy.form() == Form.UNTOUCHED
                && policy.keepThinking()
                && !corrector.options().drops(response)
                && held.isWhole(response.aiMessage().text());
    }

    /**
     * Corrects and emits text that the upstream model streamed and does not repeat in the end, as some do beside tool calls.
     * Text that a filter took back is not emitted.
     */
    private void correctHeld(ChatResponse response, AnswerPolicy policy) {
        boolean removed =
                AlignmentOptions.isFiltered(response) || corrector.options().drops(response);
        if (!removed && !held.isBlank()) {
            corrector.correct(request, held.text(), policy, streamingContext(), eager);
        }
    }

    private CorrectionContext context() {
        return request.context().withCancellation(cancellation);
    }

    private CorrectionContext streamingContext() {
        return context().withListener(piece -> TextChunker.split(piece, downstream::text));
    }

    /** Returns whether text passes as it arrives, as it may once the response is known to have a tool call. */
    private boolean passesText() {
        return hasToolCalls
                && corrector.options().toolCallText() == ToolCallTextPolicy.PASS
                && corrector.options().thinking() == Thinking.PASS;
    }
}
