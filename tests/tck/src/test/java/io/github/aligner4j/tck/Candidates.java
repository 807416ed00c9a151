// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import java.util.List;
import java.util.Set;

/** The models under test: a provider's model, the same aligned, and an aligned model around another decorator. */
final class Candidates {

    /** Marks each answer, and keeps the words that the suites look for. */
    static final Aligner MARK = (request, context) -> Correction.of(request.answer(), request.answer() + " [aligned]");

    /** Marks each sentence. */
    static final Aligner MARK_SENTENCES = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            return MARK.correct(request, context);
        }

        @Override
        public boolean supportsWindows() {
            return true;
        }
    };

    /** Changes nothing. */
    static final Aligner PASS = (request, context) -> Correction.of(request.answer(), request.answer());

    private Candidates() {}

    static List<ChatModel> chat(Abilities abilities) {
        ChatModel bare = new ScriptedModel(abilities, DefaultChatRequestParameters.EMPTY, List.of());
        return List.of(
                bare,
                AlignedChatModel.wrap(bare, PASS),
                AlignedChatModel.wrap(bare, MARK),
                AlignedChatModel.wrap(new OtherDecorator(bare), MARK));
    }

    static List<StreamingChatModel> streaming(Abilities abilities) {
        StreamingChatModel bare = new ScriptedStreamingModel(abilities, DefaultChatRequestParameters.EMPTY, List.of());
        return List.of(
                bare,
                AlignedStreamingChatModel.wrap(bare, PASS),
                AlignedStreamingChatModel.wrap(bare, MARK),
                AlignedStreamingChatModel.wrap(new OtherStreamingDecorator(bare), MARK),
                AlignedStreamingChatModel.builder(bare, MARK_SENTENCES)
                        .options(AlignmentOptions.DEFAULT.withStreaming(StreamingPolicy.SENTENCE))
                        .build());
    }

    static ChatModel with(Abilities abilities, ChatRequestParameters defaults) {
        return AlignedChatModel.wrap(new ScriptedModel(abilities, defaults, List.of()), MARK);
    }

    static StreamingChatModel streamingWith(Abilities abilities, ChatRequestParameters defaults) {
        return AlignedStreamingChatModel.wrap(new ScriptedStreamingModel(abilities, defaults, List.of()), MARK);
    }

    static StreamingChatModel streamingWith(ChatModelListener listener) {
        return AlignedStreamingChatModel.wrap(
                new ScriptedStreamingModel(Abilities.ALL, DefaultChatRequestParameters.EMPTY, List.of(listener)), MARK);
    }

    /** A typical decorator of an application, which overrides {@code chat} and has no {@code doChat}. */
    record OtherDecorator(ChatModel model) implements ChatModel {

        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
            return model.chat(request, options);
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

        @Override
        public Set<Capability> supportedCapabilities() {
            return model.supportedCapabilities();
        }
    }

    /** A typical decorator of an application, which overrides {@code chat} and has no {@code doChat}. */
    record OtherStreamingDecorator(StreamingChatModel model) implements StreamingChatModel {

        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            model.chat(request, options, handler);
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

        @Override
        public Set<Capability> supportedCapabilities() {
            return model.supportedCapabilities();
        }
    }
}
