// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.function.Function;

/** Passes what LangChain4j streams to a {@link ReplyListener}, and cancels the stream when the visitor has left. */
final class ReplyStream implements StreamingChatResponseHandler {

    private final String upstream;
    private final ReplyListener listener;
    private final Function<ChatResponse, Reply> completion;

    ReplyStream(String upstream, ReplyListener listener, Function<ChatResponse, Reply> completion) {
        this.upstream = upstream;
        this.listener = listener;
        this.completion = completion;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        if (!listener.onPiece(piece.text())) {
            context.streamingHandle().cancel();
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        listener.onReply(completion.apply(response));
    }

    @Override
    public void onError(Throwable error) {
        listener.onFailure(new NoReplyException(upstream, error));
    }
}
