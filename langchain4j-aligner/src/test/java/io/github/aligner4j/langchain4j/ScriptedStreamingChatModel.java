// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** A provider's streaming model: implements {@code doChat}, plays a script on a thread of its own. */
class ScriptedStreamingChatModel implements StreamingChatModel {

    /** What upstream does in one round. */
    interface Script extends BiConsumer<StreamingChatResponseHandler, Handle> {}

    /** Upstream's own handle. */
    static final class Handle implements StreamingHandle {

        private final AtomicBoolean cancelled = new AtomicBoolean();

        @Override
        public void cancel() {
            cancelled.set(true);
        }

        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }

    final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
    final List<Handle> handles = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final List<ChatModelListener> listeners = new ArrayList<>();
    ChatRequestParameters defaults = DefaultChatRequestParameters.EMPTY;
    private final List<Script> scripts;

    ScriptedStreamingChatModel(Script... scripts) {
        this.scripts = List.of(scripts);
    }

    ScriptedStreamingChatModel(String... pieces) {
        this(answers(pieces));
    }

    /** Streams pieces of text and completes with them. */
    static Script answers(String... pieces) {
        return (handler, handle) -> {
            text(handler, handle, pieces);
            handler.onCompleteResponse(ScriptedChatModel.response(String.join("", pieces)));
        };
    }

    /** Streams text and the tool calls of a message and completes with it. */
    static Script answers(AiMessage message) {
        return (handler, handle) -> {
            if (message.thinking() != null) {
                thinking(handler, handle, message.thinking());
            }
            if (message.text() != null) {
                text(handler, handle, message.text().split("(?<= )"));
            }
            for (int i = 0; i < message.toolExecutionRequests().size(); i++) {
                handler.onCompleteToolCall(
                        new CompleteToolCall(i, message.toolExecutionRequests().get(i)));
            }
            handler.onCompleteResponse(ChatResponse.builder().aiMessage(message).build());
        };
    }

    static void text(StreamingChatResponseHandler handler, Handle handle, String... pieces) {
        for (String piece : pieces) {
            handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(handle));
        }
    }

    static void thinking(StreamingChatResponseHandler handler, Handle handle, String piece) {
        handler.onPartialThinking(new PartialThinking(piece), new PartialThinkingContext(handle));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        requests.add(request);
        Handle handle = new Handle();
        handles.add(handle);
        Script script = scripts.get(Math.min(requests.size(), scripts.size()) - 1);
        Thread thread = new Thread(() -> script.accept(handler, handle), "upstream");
        threads.add(thread);
        thread.start();
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
