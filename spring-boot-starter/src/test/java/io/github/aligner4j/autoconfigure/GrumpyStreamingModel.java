// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A LangChain4j model that always streams the same. */
class GrumpyStreamingModel implements StreamingChatModel {

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        handler.onPartialResponse("grmpf");
        handler.onCompleteResponse(
                ChatResponse.builder().aiMessage(AiMessage.from("grmpf")).build());
    }

    static String answerOf(StreamingChatModel model) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        model.chat("hi", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String partial) {}

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
