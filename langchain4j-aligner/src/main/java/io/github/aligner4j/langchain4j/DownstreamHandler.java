// SPDX-License-Identifier: Apache-2.0
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
import org.jspecify.annotations.Nullable;

/**
 * Calls the caller's handler by LangChain4j's rules: not after a cancellation; an exception of a callback goes to {@code
 * onError}, and the stream goes on; an exception of {@code onError} is logged and ignored.
 *
 * <p>An {@link Error} of a callback goes to {@code onError} too, but ends the stream, and is thrown again at the end of the
 * stream's task.
 */
final class DownstreamHandler {

    private final StreamingChatResponseHandler handler;
    private final StreamingHandle stream;
    private @Nullable Throwable fatal;

    DownstreamHandler(StreamingChatResponseHandler handler, StreamingHandle stream) {
        this.handler = handler;
        this.stream = stream;
    }

    void text(String piece) {
        call(() -> handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(stream)));
    }

    void thinking(PartialThinking piece) {
        call(() -> handler.onPartialThinking(piece, new PartialThinkingContext(stream)));
    }

    void toolCall(PartialToolCall piece) {
        call(() -> handler.onPartialToolCall(piece, new PartialToolCallContext(stream)));
    }

    void toolCall(CompleteToolCall toolCall) {
        call(() -> handler.onCompleteToolCall(toolCall));
    }

    void raw(Object event) {
        call(() -> handler.onUnmappedRawEvent(event));
    }

    void complete(ChatResponse response) {
        call(() -> handler.onCompleteResponse(response));
    }

    void error(Throwable error) {
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

    /** Throws the first error that a callback threw; must be called last. */
    void rethrowFatal() {
        if (fatal instanceof Error error) {
            throw error;
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

    private void die(Throwable e) {
        fatal = fatal == null ? e : fatal;
        stream.cancel();
    }
}
