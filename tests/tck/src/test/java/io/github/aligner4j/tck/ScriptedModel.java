// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A provider's blocking model. */
record ScriptedModel(Abilities abilities, ChatRequestParameters defaults, List<ChatModelListener> listeners)
        implements ChatModel {

    ScriptedModel {
        abilities.refuse(defaults);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return abilities.respond(request);
    }

    /** A method of LangChain4j 1.20's models. */
    @SuppressWarnings("MissingOverride")
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        return CompletableFuture.supplyAsync(() -> doChat(request));
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return abilities == Abilities.ALL ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA) : Set.of();
    }
}
