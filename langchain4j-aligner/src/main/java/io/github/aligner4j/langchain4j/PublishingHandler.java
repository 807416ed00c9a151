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

/**
 * Publishes the events of a stream as those of LangChain4j 1.20's reactive streams, and cancels the stream when its subscription
 * is cancelled.
 */
final class PublishingHandler implements StreamingChatResponseHandler {

    private final StreamSubscription subscription;
    private final UpstreamCancellation upstream;

    PublishingHandler(StreamSubscription subscription, UpstreamCancellation upstream) {
        this.subscription = subscription;
        this.upstream = upstream;
    }

    @Override
    public void onPartialResponse(String partialResponse) {
        subscription.publish(new PartialResponse(partialResponse));
    }

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        upstream.register(context.streamingHandle());
        subscription.publish(partialResponse);
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking) {
        subscription.publish(partialThinking);
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
        upstream.register(context.streamingHandle());
        subscription.publish(partialThinking);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall) {
        subscription.publish(partialToolCall);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
        upstream.register(context.streamingHandle());
        subscription.publish(partialToolCall);
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall completeToolCall) {
        subscription.publish(completeToolCall);
    }

    @Override
    public void onUnmappedRawEvent(Object rawEvent) {
        subscription.publish(ReactiveEvents.raw(rawEvent));
    }

    @Override
    public void onCompleteResponse(ChatResponse completeResponse) {
        subscription.publish(ReactiveEvents.complete(completeResponse));
        subscription.end(null);
    }

    @Override
    public void onError(Throwable error) {
        subscription.end(error);
    }
}
