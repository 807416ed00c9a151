// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CancellationException;

/**
 * The upstream model for one question, cancelled when the visitor has left. An aligned model sends nothing before the upstream
 * model has finished, so a closed connection would not be noticed until then.
 */
final class AttendedStream implements StreamingChatModel {

    private final StreamingChatModel upstream;
    private final ReplyListener listener;

    AttendedStream(StreamingChatModel upstream, ReplyListener listener) {
        this.upstream = upstream;
        this.listener = listener;
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        upstream.chat(request, new Handler(handler, listener));
    }

    private record Handler(StreamingChatResponseHandler handler, ReplyListener listener)
            implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            if (listener.isWaiting()) {
                handler.onPartialResponse(piece, context);
            } else {
                context.streamingHandle().cancel();
                handler.onError(new CancellationException("the visitor has left"));
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            handler.onCompleteResponse(response);
        }

        @Override
        public void onError(Throwable error) {
            handler.onError(error);
        }
    }
}
