// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A provider's streaming model, which streams on a thread of its own as LangChain4j's providers do. */
record ScriptedStreamingModel(Abilities abilities, ChatRequestParameters defaults, List<ChatModelListener> listeners)
        implements StreamingChatModel {

    ScriptedStreamingModel {
        abilities.refuse(defaults);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response = abilities.respond(request);
        new Thread(() -> stream(response, handler), "scripted-model").start();
    }

    private static void stream(ChatResponse response, StreamingChatResponseHandler handler) {
        Handle handle = new Handle(new AtomicBoolean());
        for (String token : Abilities.tokens(response.aiMessage().text())) {
            if (handle.isCancelled()) {
                return;
            }
            InternalStreamingChatResponseHandlerUtils.onPartialResponse(handler, token, handle);
        }
        int index = 0;
        for (ToolExecutionRequest call : response.aiMessage().toolExecutionRequests()) {
            PartialToolCall part = PartialToolCall.builder()
                    .index(index)
                    .id(call.id())
                    .name(call.name())
                    .partialArguments(call.arguments())
                    .build();
            InternalStreamingChatResponseHandlerUtils.onPartialToolCall(handler, part, handle);
            InternalStreamingChatResponseHandlerUtils.onCompleteToolCall(handler, new CompleteToolCall(index++, call));
        }
        if (!handle.isCancelled()) {
            InternalStreamingChatResponseHandlerUtils.onCompleteResponse(handler, response);
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return abilities == Abilities.ALL ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA) : Set.of();
    }

    private record Handle(AtomicBoolean cancelled) implements StreamingHandle {

        @Override
        public void cancel() {
            cancelled.set(true);
        }

        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }
}
