package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.function.Function;

/** Turns what LangChain4j streams into a {@link Reply}; stops the stream once nobody listens. */
final class ReplyStream implements StreamingChatResponseHandler {

    private final String upstream;
    private final ReplyListener listener;
    private final Function<ChatResponse, Reply> end;

    ReplyStream(String upstream, ReplyListener listener, Function<ChatResponse, Reply> end) {
        this.upstream = upstream;
        this.listener = listener;
        this.end = end;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        if (!listener.onPiece(piece.text())) {
            context.streamingHandle().cancel();
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        listener.onReply(end.apply(response));
    }

    @Override
    public void onError(Throwable error) {
        listener.onFailure(new NoReplyException(upstream, error));
    }
}
