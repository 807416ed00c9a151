package io.github.aligner4j.tck;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelPublisherListenerTest;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.List;

/** LangChain4j's own suite of what listeners are told of a publisher. */
class AlignedPublisherListenerIT extends AbstractStreamingChatModelPublisherListenerTest {

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener, StreamScenario scenario) {
        return AlignedStreamingChatModel.wrap(new Upstream(List.of(listener), scenario), Candidates.MARK);
    }

    private record Upstream(List<ChatModelListener> listeners, StreamScenario scenario) implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            new Thread(() -> stream(handler), "upstream").start();
        }

        private void stream(StreamingChatResponseHandler handler) {
            for (int i = 0; i < scenario.contentChunks(); i++) {
                handler.onPartialResponse("word ");
            }
            if (scenario.fail()) {
                handler.onError(new IllegalStateException("upstream failed"));
            } else {
                handler.onCompleteResponse(ChatResponse.builder()
                        .aiMessage(AiMessage.from("word ".repeat(scenario.contentChunks())))
                        .build());
            }
        }
    }
}
