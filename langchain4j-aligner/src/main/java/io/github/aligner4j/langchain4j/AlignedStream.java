package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.ThinkingSplitter;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.AlignmentOptions.RawEvents;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import io.github.aligner4j.streaming.EagerCorrection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way from an upstream stream to a user's handler.
 *
 * <p>Upstream's events wait in a queue, which one thread of ours empties: the handler is called on this thread only, the
 * Aligner runs on it, and upstream's threads are never held up. The thread is taken when there is first something to say;
 * held text alone needs none. No lock is held and no correction runs while the handler is called with the complete response,
 * so it may start the next round from there.
 *
 * <p>The Aligner is shown the text while it comes in, on upstream's threads, which that does not hold up either.
 *
 * <p>Whatever throws, the handler hears of one end, unless it was cancelled.
 */
final class AlignedStream implements Runnable {

    private final ResponseCorrector correction;
    private final ChatRequest request;
    private final Form form;
    private final Executor executor;
    private final EagerCorrection ahead;
    private final ThinkingSplitter splitter;
    private final Cancellation cancellation;
    private final DownstreamHandler user;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<@Nullable StreamingHandle> upstream = new AtomicReference<>();
    private volatile boolean ended;

    // the rest belongs to the stream's thread
    private final HeldText held = new HeldText();
    private boolean quotable;
    private boolean toolTurn;

    AlignedStream(
            ResponseCorrector correction,
            ChatRequest request,
            StreamingChatResponseHandler handler,
            Executor executor,
            Cancellation cancellation) {
        this.correction = correction;
        this.request = request;
        this.form = correction.asked(request);
        this.executor = executor;
        this.cancellation = cancellation;
        this.user = new DownstreamHandler(handler, new CancellationHandle(cancellation));
        this.ahead = correction.ahead(request, form, executor);
        this.splitter = new ThinkingSplitter(correction.options().thinkingOpened());
        cancellation.onCancel(() -> events.add(() -> {}));
        cancellation.onCancel(ahead::close);
    }

    /** Keeps a piece of the answer, which the Aligner may read but nobody else. */
    void holdText(String piece) {
        if (isOver()) {
            return;
        }
        try {
            synchronized (splitter) {
                String said = splitter.append(piece);
                if (!said.isEmpty()) {
                    ahead.append(said);
                }
            }
        } catch (Throwable e) {
            // Nothing is done ahead then. What is really broken is so in the end too, where there is someone to tell.
            ahead.close();
        }
        hold(() -> text(piece));
    }

    /** Keeps an event until there is one to deliver. */
    void hold(Runnable event) {
        if (!isOver()) {
            events.add(event);
        }
    }

    /** Has an event, and all held before it, run on the stream's thread. */
    void deliver(Runnable event) {
        hold(event);
        if (!isOver() && started.compareAndSet(false, true)) {
            start();
        }
    }

    /** Makes cancelling this stream cancel upstream's too. */
    void cancels(@Nullable StreamingHandle handle) {
        if (handle != null && upstream.compareAndSet(null, handle)) {
            cancellation.onCancel(
                    () -> IgnoredExceptions.ignoring(handle::cancel, "StreamingHandle.cancel of the upstream model"));
        }
    }

    /** Forgets the stream, whose end the caller hears of in another way. */
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
            ahead.close();
            if (!ended) {
                cancellation.cancel();
            }
            events.clear();
        }
        user.rethrowFatal();
    }

    private void text(String piece) {
        quotable = true;
        if (released()) {
            user.text(piece);
        } else {
            held.add(piece);
        }
    }

    void thinking(PartialThinking piece) {
        if (correction.options().thinking() == Thinking.PASS) {
            user.thinking(piece);
        } else {
            quotable = true;
        }
    }

    void toolCall(Consumer<DownstreamHandler> event) {
        toolTurn = true;
        if (correction.options().toolCallText() != ToolCallTextPolicy.ALIGN) {
            ahead.close();
        }
        if (released()) {
            held.release(user::text);
        }
        event.accept(user);
    }

    void raw(Object event) {
        if (!quotable || correction.options().rawEvents() == RawEvents.PASS) {
            user.raw(event);
        }
    }

    void fail(Throwable error) {
        if (!ended) {
            ended = true;
            ahead.close();
            user.error(error);
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
        ahead.close();
        user.complete(aligned);
    }

    /** A stranger's message may quote the texts, so only its type is repeated. */
    private static AlignerException failure(Throwable thrown) {
        if (thrown instanceof AlignerException own) {
            return own;
        }
        return thrown instanceof CorrectionCancelledException
                ? new AlignerException("the correction was cancelled, but not by the stream's user", thrown)
                : new AlignerException(
                        "the aligned stream failed: " + thrown.getClass().getName(), thrown);
    }

    private ChatResponse align(ChatResponse response) {
        AnswerPolicy policy = AnswerAction.of(response, form, correction.options());
        if (released()) {
            return correction.apply(request, response, policy.withForm(Form.UNTOUCHED), call(), ahead);
        }
        String text = response.aiMessage().text();
        if (text == null || text.isBlank()) {
            correctHeld(response, policy);
            return correction.apply(request, response, policy, call(), ahead);
        }
        if (policy.form() == Form.UNTOUCHED && policy.keepThinking() && held.isWhole(text)) {
            held.release(user::text);
            return response;
        }
        return correction.apply(request, response, policy, heardCall(), ahead);
    }

    /**
     * Says what upstream said and does not repeat in the end, as some do beside tool calls. What it took back because of a
     * filter stays unsaid.
     */
    private void correctHeld(ChatResponse response, AnswerPolicy policy) {
        boolean unsaid = AnswerAction.isFiltered(response) || AnswerAction.drops(response, correction.options());
        if (!unsaid && !held.isBlank()) {
            correction.correct(request, held.text(), policy, heardCall(), ahead);
        }
    }

    private CorrectionContext call() {
        return CorrectionContext.DEFAULT.withCancellation(cancellation);
    }

    private CorrectionContext heardCall() {
        return call().withListener(piece -> TextChunker.of(piece, user::text));
    }

    /** A turn that has a tool call can't become one without, so text that may pass need not wait for its end. */
    private boolean released() {
        return toolTurn
                && correction.options().toolCallText() == ToolCallTextPolicy.PASS
                && correction.options().thinking() == Thinking.PASS;
    }
}
