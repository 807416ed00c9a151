// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.List;
import org.junit.jupiter.api.Nested;

/**
 * LangChain4j's suites for listeners. Around another decorator, listeners see the uncorrected answer, so the Aligner must not
 * change anything there for the suite to find the same answer in both places.
 */
class ListenerIT {

    private static final String MODEL = "scripted-1";

    private static final ChatRequestParameters DEFAULTS = DefaultChatRequestParameters.builder()
            .modelName(MODEL)
            .temperature(0.7)
            .topP(1.0)
            .maxOutputTokens(7)
            .build();

    private static ChatModel blocking(ChatModelListener listener) {
        return new ScriptedModel(Abilities.ALL, DEFAULTS, List.of(listener));
    }

    private static StreamingChatModel streaming(ChatModelListener listener) {
        return new ScriptedStreamingModel(Abilities.ALL, DEFAULTS, List.of(listener));
    }

    private static ChatModel failing(ChatModelListener listener) {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                throw new IllegalStateException("broken");
            }

            @Override
            public List<ChatModelListener> listeners() {
                return List.of(listener);
            }
        };
    }

    private static StreamingChatModel failingStream(ChatModelListener listener) {
        return new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onError(new IllegalStateException("broken"));
            }

            @Override
            public List<ChatModelListener> listeners() {
                return List.of(listener);
            }
        };
    }

    @Nested
    class AboveAProvider extends AbstractChatModelListenerIT {

        @Override
        protected ChatModel createModel(ChatModelListener listener) {
            return AlignedChatModel.wrap(blocking(listener), Candidates.MARK);
        }

        @Override
        protected ChatModel createFailingModel(ChatModelListener listener) {
            return AlignedChatModel.wrap(failing(listener), Candidates.MARK);
        }

        @Override
        protected String modelName() {
            return MODEL;
        }

        @Override
        protected Class<? extends Exception> expectedExceptionClass() {
            return IllegalStateException.class;
        }
    }

    @Nested
    class AboveAnotherDecorator extends AbstractChatModelListenerIT {

        @Override
        protected ChatModel createModel(ChatModelListener listener) {
            return AlignedChatModel.wrap(new Candidates.OtherDecorator(blocking(listener)), Candidates.PASS);
        }

        @Override
        protected ChatModel createFailingModel(ChatModelListener listener) {
            return AlignedChatModel.wrap(new Candidates.OtherDecorator(failing(listener)), Candidates.PASS);
        }

        @Override
        protected String modelName() {
            return MODEL;
        }

        @Override
        protected Class<? extends Exception> expectedExceptionClass() {
            return IllegalStateException.class;
        }
    }

    @Nested
    class AboveAStreamingProvider extends AbstractStreamingChatModelListenerIT {

        @Override
        protected StreamingChatModel createModel(ChatModelListener listener) {
            return AlignedStreamingChatModel.wrap(streaming(listener), Candidates.MARK);
        }

        @Override
        protected StreamingChatModel createFailingModel(ChatModelListener listener) {
            return AlignedStreamingChatModel.wrap(failingStream(listener), Candidates.MARK);
        }

        @Override
        protected String modelName() {
            return MODEL;
        }

        @Override
        protected Class<? extends Exception> expectedExceptionClass() {
            return IllegalStateException.class;
        }
    }

    @Nested
    class AboveAnotherStreamingDecorator extends AbstractStreamingChatModelListenerIT {

        @Override
        protected StreamingChatModel createModel(ChatModelListener listener) {
            return AlignedStreamingChatModel.wrap(
                    new Candidates.OtherStreamingDecorator(streaming(listener)), Candidates.PASS);
        }

        @Override
        protected StreamingChatModel createFailingModel(ChatModelListener listener) {
            return AlignedStreamingChatModel.wrap(
                    new Candidates.OtherStreamingDecorator(failingStream(listener)), Candidates.PASS);
        }

        @Override
        protected String modelName() {
            return MODEL;
        }

        @Override
        protected Class<? extends Exception> expectedExceptionClass() {
            return IllegalStateException.class;
        }
    }
}
