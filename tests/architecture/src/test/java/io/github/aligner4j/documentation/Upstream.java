// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;

/** LangChain4j models that always say the same. */
final class Upstream {

    private Upstream() {}

    static ChatModel saying(String answer) {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return response(answer);
            }
        };
    }

    /** Returns a model that streams the answer word by word. */
    static StreamingChatModel streaming(String answer) {
        return new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                for (String word : answer.split("(?<= )", -1)) {
                    handler.onPartialResponse(word);
                }
                handler.onCompleteResponse(response(answer));
            }
        };
    }

    /** Returns the partial responses of an answer, joined. */
    static String text(StreamingChatModel model) {
        StringBuilder text = new StringBuilder();
        CompletableFuture<String> all = new CompletableFuture<>();
        model.chat("How?", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String part) {
                text.append(part);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                all.complete(text.toString());
            }

            @Override
            public void onError(Throwable error) {
                all.completeExceptionally(error);
            }
        });
        return all.join();
    }

    private static ChatResponse response(String answer) {
        return ChatResponse.builder().aiMessage(AiMessage.from(answer)).build();
    }
}
