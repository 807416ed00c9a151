package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AnswerAhead;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.completion.Cancellation;
import io.github.aligner4j.completion.CompletionCancelledException;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import java.util.ArrayList;
import java.util.List;
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
 */
final class AlignedStream implements Runnable {

    private final AnswerCorrection correction;
    private final ChatRequest request;
    private final Executor executor;
    private final AnswerAhead ahead;
    private final Cancellation cancellation = Cancellation.create();
    private final UserHandler user;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicReference<@Nullable StreamingHandle> upstream = new AtomicReference<>();
    private volatile boolean ended;

    // the rest belongs to the stream's thread
    private final List<String> held = new ArrayList<>();
    private boolean toolTurn;

    AlignedStream(
            AnswerCorrection correction, ChatRequest request, StreamingChatResponseHandler handler, Executor executor) {
        this.correction = correction;
        this.request = request;
        this.executor = executor;
        this.user = new UserHandler(handler, new CancellableStream(cancellation));
        this.ahead = correction.ahead(request, executor);
        cancellation.onCancel(() -> events.add(() -> {}));
        cancellation.onCancel(ahead::close);
    }

    /** Keeps a piece of the answer, which the Aligner may read but nobody else. */
    void holdText(String piece) {
        if (!ended && !cancellation.isCancelled()) {
            ahead.append(piece);
        }
        hold(() -> text(piece));
    }

    /** Keeps an event until there is one to deliver. */
    void hold(Runnable event) {
        if (!ended && !cancellation.isCancelled()) {
            events.add(event);
        }
    }

    /** Has an event, and all held before it, run on the stream's thread. */
    void deliver(Runnable event) {
        hold(event);
        if (!cancellation.isCancelled() && started.compareAndSet(false, true)) {
            start();
        }
    }

    /** Makes cancelling this stream cancel upstream's too. */
    void cancels(StreamingHandle handle) {
        if (upstream.compareAndSet(null, handle)) {
            cancellation.onCancel(handle::cancel);
        }
    }

    private void start() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            fail(new AlignerException(
                    "the executor of the aligned model takes no more streams; it may be shut down", e));
        }
    }

    @Override
    public void run() {
        try {
            while (!ended && !cancellation.isCancelled()) {
                events.take().run();
            }
        } catch (InterruptedException e) {
            fail(new AlignerException("the stream's thread was interrupted while it waited for the upstream model", e));
            cancellation.cancel();
            Thread.currentThread().interrupt();
        } finally {
            ahead.close();
            if (!ended) {
                cancellation.cancel();
            }
        }
    }

    void text(String piece) {
        if (released()) {
            user.text(piece);
        } else {
            held.add(piece);
        }
    }

    void thinking(PartialThinking piece) {
        if (correction.options().thinking() == Thinking.PASS) {
            user.thinking(piece);
        }
    }

    void toolCall(Consumer<UserHandler> event) {
        toolTurn = true;
        if (Treatment.ofToolTurn(correction.options()) != Treatment.CORRECT) {
            ahead.close();
        }
        if (released()) {
            releaseHeld();
        }
        event.accept(user);
    }

    void raw(Object event) {
        user.raw(event);
    }

    void fail(Throwable error) {
        ended = true;
        ahead.close();
        user.error(error);
    }

    void complete(ChatResponse response) {
        try {
            ChatResponse aligned = align(response);
            ended = true;
            ahead.close();
            user.complete(aligned);
        } catch (CompletionCancelledException e) {
            fail(new AlignerException("the correction was cancelled, but not by the stream's user", e));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private ChatResponse align(ChatResponse response) {
        Treatment treatment = released() ? Treatment.PASS : correction.treatmentOf(request, response);
        if (treatment == Treatment.PASS) {
            releaseHeld();
        }
        HeardText heard = new HeardText(user::text);
        ChatResponse aligned = correction.apply(
                treatment,
                request,
                response,
                CorrectionCall.cancelledBy(cancellation).heardBy(heard),
                ahead);
        if (treatment == Treatment.CORRECT || treatment == Treatment.CORRECT_VALUES) {
            heard.rest(aligned.aiMessage().text());
        }
        return aligned;
    }

    /** A turn that has a tool call can't become one without, so text that may pass need not wait for its end. */
    private boolean released() {
        return toolTurn && Treatment.ofToolTurn(correction.options()) == Treatment.PASS;
    }

    private void releaseHeld() {
        held.forEach(user::text);
        held.clear();
    }
}
