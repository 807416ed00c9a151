package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Cancellation;
import java.util.List;
import java.util.function.Consumer;

/**
 * One call of an aligned streaming model, with what cancels it: LangChain4j's own {@code chat} around it merges parameters and
 * tells listeners, but takes no cancellation along.
 */
record AlignedCall(AlignedStreamingChatModel model, Cancellation cancellation) implements StreamingChatModel {

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        StreamingChatModel upstream = model.upstream();
        align(
                request,
                handler,
                model.delegation().alignedView()
                        ? events -> upstream.doChat(request, events)
                        : events -> upstream.chat(request, events));
    }

    /** Has the upstream model called, its events aligned for {@code handler}. What it throws, the caller gets. */
    void align(
            ChatRequest request,
            StreamingChatResponseHandler handler,
            Consumer<StreamingChatResponseHandler> upstreamCall) {
        AlignedStream stream = new AlignedStream(model.correction(), request, handler, model.executor(), cancellation);
        try {
            upstreamCall.accept(new UpstreamHandler(stream));
        } catch (Throwable e) {
            stream.abandon();
            throw e;
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }
}
