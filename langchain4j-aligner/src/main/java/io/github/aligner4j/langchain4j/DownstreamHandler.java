package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls the caller's handler by LangChain4j's rules: not after a cancellation or the terminal event; an exception of a callback goes
 * to {@code onError}, and the stream goes on; an exception of {@code onError} is logged and ignored.
 *
 * <p>An {@link Error} of a callback goes to {@code onError} too, but ends the stream, and is thrown again at the end of the
 * stream's task.
 *
 * <p>Safe for use by several threads, which call the handler one at a time.
 */
final class DownstreamHandler {

    private final StreamingChatResponseHandler handler;
    private final StreamingHandle stream;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private volatile @Nullable Throwable fatal;

    DownstreamHandler(StreamingChatResponseHandler handler, StreamingHandle stream) {
        this.handler = handler;
        this.stream = stream;
    }

    void text(String piece) {
        callLocked(() -> handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(stream)));
    }

    void thinking(PartialThinking piece) {
        callLocked(() -> handler.onPartialThinking(piece, new PartialThinkingContext(stream)));
    }

    void toolCall(PartialToolCall piece) {
        callLocked(() -> handler.onPartialToolCall(piece, new PartialToolCallContext(stream)));
    }

    void toolCall(CompleteToolCall toolCall) {
        callLocked(() -> handler.onCompleteToolCall(toolCall));
    }

    void raw(Object event) {
        callLocked(() -> handler.onUnmappedRawEvent(event));
    }

    /** Ends the stream with the complete response. No lock is held meanwhile, so that the handler may start the next round. */
    void complete(ChatResponse response) {
        end();
        call(() -> handler.onCompleteResponse(response));
    }

    /** Ends the stream with an error. */
    void fail(Throwable error) {
        end();
        error(error);
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** Throws the first error that a callback threw; must be called last. */
    void rethrowFatal() {
        if (fatal instanceof Error error) {
            throw error;
        }
    }

    private void callLocked(Runnable callback) {
        lock.lock();
        try {
            if (!ended) {
                call(callback);
            }
        } finally {
            lock.unlock();
        }
    }

    private void call(Runnable callback) {
        if (stream.isCancelled()) {
            return;
        }
        try {
            callback.run();
        } catch (Exception e) {
            error(e);
        } catch (Throwable e) {
            error(e);
            die(e);
        }
    }

    private void error(Throwable error) {
        if (stream.isCancelled()) {
            return;
        }
        try {
            handler.onError(error);
        } catch (Exception e) {
            IgnoredExceptions.log("StreamingChatResponseHandler.onError", e);
        } catch (Throwable e) {
            die(e);
        }
    }

    private void die(Throwable e) {
        fatal = fatal == null ? e : fatal;
        stream.cancel();
    }
}
