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
import org.jspecify.annotations.Nullable;

/**
 * Receives the upstream model's events on its threads and passes them to the stream's own thread. Never blocks or throws,
 * even if an event is null.
 */
final class UpstreamHandler implements StreamingChatResponseHandler {

    private final AlignedStream stream;
    private final UpstreamCancellation cancellation;

    UpstreamHandler(AlignedStream stream, UpstreamCancellation cancellation) {
        this.stream = stream;
        this.cancellation = cancellation;
    }

    @Override
    public void onPartialResponse(@Nullable String partialResponse) {
        if (partialResponse != null && !partialResponse.isEmpty()) {
            stream.holdText(partialResponse);
        }
    }

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        cancellation.register(context == null ? null : context.streamingHandle());
        onPartialResponse(partialResponse == null ? null : partialResponse.text());
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking) {
        if (partialThinking != null) {
            stream.deliver(() -> stream.thinking(partialThinking));
        }
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
        cancellation.register(context == null ? null : context.streamingHandle());
        onPartialThinking(partialThinking);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall) {
        stream.deliver(() -> stream.toolCall(downstream -> downstream.toolCall(partialToolCall)));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
        cancellation.register(context == null ? null : context.streamingHandle());
        onPartialToolCall(partialToolCall);
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall completeToolCall) {
        stream.deliver(() -> stream.toolCall(downstream -> downstream.toolCall(completeToolCall)));
    }

    @Override
    public void onUnmappedRawEvent(Object rawEvent) {
        stream.deliver(() -> stream.raw(rawEvent));
    }

    @Override
    public void onCompleteResponse(ChatResponse completeResponse) {
        stream.deliver(() -> stream.complete(completeResponse));
    }

    @Override
    public void onError(Throwable error) {
        stream.deliver(() -> stream.fail(error));
    }
}
