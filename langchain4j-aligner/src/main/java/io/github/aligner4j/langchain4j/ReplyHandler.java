// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.chat.ReplyStream;
import org.jspecify.annotations.Nullable;

/** Passes the events of the chat model behind an Aligner on to the thread that waits for its reply. */
final class ReplyHandler implements StreamingChatResponseHandler {

    private final ReplyStream stream;

    ReplyHandler(ReplyStream stream) {
        this.stream = stream;
    }

    @Override
    public void onPartialResponse(@Nullable String partialResponse) {
        stream.text(partialResponse);
    }

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        register(context == null ? null : context.streamingHandle());
        stream.text(partialResponse == null ? null : partialResponse.text());
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
        register(context == null ? null : context.streamingHandle());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        try {
            String received = stream.received();
            String text = received.isEmpty() ? response.aiMessage().text() : received;
            stream.complete(LangChain4jChatCompletionModel.reply(response, text));
        } catch (RuntimeException e) {
            stream.fail(e);
        }
    }

    @Override
    public void onError(Throwable error) {
        stream.fail(error);
    }

    private void register(@Nullable StreamingHandle handle) {
        if (handle != null) {
            stream.onCancel(() -> IgnoredExceptions.run(
                    "StreamingHandle.cancel of the chat model behind the Aligner", handle::cancel));
        }
    }
}
