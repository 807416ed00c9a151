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

/**
 * Calls the user's handler by LangChain4j's rules: nothing after a cancellation; what a callback throws goes to {@code
 * onError}, once for each throw, and the stream goes on; what {@code onError} throws is ignored.
 */
final class UserHandler {

    private static final System.Logger LOG = System.getLogger(UserHandler.class.getName());

    private final StreamingChatResponseHandler handler;
    private final StreamingHandle stream;

    UserHandler(StreamingChatResponseHandler handler, StreamingHandle stream) {
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
            LOG.log(System.Logger.Level.WARNING, "StreamingChatResponseHandler.onError threw; the stream goes on", e);
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
        }
    }
}
