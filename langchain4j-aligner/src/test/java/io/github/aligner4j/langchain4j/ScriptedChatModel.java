// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider's model: implements {@code doChat}, answers as scripted (the last answer again and again). */
class ScriptedChatModel implements ChatModel {

    final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
    final List<ChatModelListener> listeners = new ArrayList<>();
    ChatRequestParameters defaults = DefaultChatRequestParameters.EMPTY;
    private final List<ChatResponse> responses;

    ScriptedChatModel(String... texts) {
        this(Arrays.stream(texts).map(ScriptedChatModel::response).toArray(ChatResponse[]::new));
    }

    ScriptedChatModel(ChatResponse... responses) {
        this.responses = List.of(responses);
    }

    static ChatResponse response(String text) {
        return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        return responses.get(Math.min(requests.size(), responses.size()) - 1);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    @Override
    public ModelProvider provider() {
        return ModelProvider.MISTRAL_AI;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
}
