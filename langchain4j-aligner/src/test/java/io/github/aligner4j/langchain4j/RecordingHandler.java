// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A user's handler: writes down every callback, its thread, and how the stream ended. */
class RecordingHandler implements StreamingChatResponseHandler {

    private static final StreamingHandle NO_HANDLE = new ScriptedStreamingChatModel.Handle();

    final List<String> events = new CopyOnWriteArrayList<>();
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final CompletableFuture<ChatResponse> response = new CompletableFuture<>();
    final CompletableFuture<Throwable> error = new CompletableFuture<>();

    /** Called with each event's name and, if the event has one, the stream's handle; to be overridden. */
    void react(String event, StreamingHandle handle) {}

    ChatResponse await() {
        return get(response);
    }

    Throwable awaitError() {
        return get(error);
    }

    String text() {
        return String.join("", texts);
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the stream did not end as it should", e);
        }
    }

    private void record(String event, StreamingHandle handle) {
        events.add(event);
        threads.add(Thread.currentThread());
        react(event, handle);
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        texts.add(partial.text());
        record("text", context.streamingHandle());
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        record("thinking " + partial.text(), context.streamingHandle());
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        record("part of " + partial.name(), context.streamingHandle());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        record("tool " + call.toolExecutionRequest().name(), NO_HANDLE);
    }

    @Override
    public void onUnmappedRawEvent(Object rawEvent) {
        record("raw " + rawEvent, NO_HANDLE);
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        try {
            record("complete", NO_HANDLE);
        } finally {
            response.complete(complete);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        errors.add(thrown);
        try {
            record("error", NO_HANDLE);
        } finally {
            error.complete(thrown);
        }
    }
}
