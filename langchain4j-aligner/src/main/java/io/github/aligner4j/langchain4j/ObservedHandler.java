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

/** Passes a stream that no layer corrects on as it comes, and lets layers that only observe read its text at the end. */
final class ObservedHandler implements StreamingChatResponseHandler {

    private final StreamingChatResponseHandler handler;
    private final ResponseCorrector corrector;
    private final StringBuilder pieces = new StringBuilder();

    ObservedHandler(StreamingChatResponseHandler handler, ResponseCorrector corrector) {
        this.handler = handler;
        this.corrector = corrector;
    }

    @Override
    public void onPartialResponse(String partialResponse) {
        keep(partialResponse);
        handler.onPartialResponse(partialResponse);
    }

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        keep(partialResponse == null ? null : partialResponse.text());
        handler.onPartialResponse(partialResponse, context);
    }

    private void keep(@Nullable String piece) {
        if (piece != null) {
            pieces.append(piece);
        }
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking) {
        handler.onPartialThinking(partialThinking);
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
        handler.onPartialThinking(partialThinking, context);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall) {
        handler.onPartialToolCall(partialToolCall);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
        handler.onPartialToolCall(partialToolCall, context);
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall completeToolCall) {
        handler.onCompleteToolCall(completeToolCall);
    }

    @Override
    public void onUnmappedRawEvent(Object rawEvent) {
        handler.onUnmappedRawEvent(rawEvent);
    }

    @Override
    public void onCompleteResponse(@Nullable ChatResponse completeResponse) {
        try {
            handler.onCompleteResponse(completeResponse);
        } finally {
            if (completeResponse != null) {
                String text = completeResponse.aiMessage().text();
                corrector.observe(completeResponse, text == null || text.isBlank() ? pieces.toString() : text);
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        handler.onError(error);
    }
}
