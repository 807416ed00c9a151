// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.llm.PlainTextCompletionModel;
import io.github.aligner4j.testkit.CompletionModelContract;
import java.util.Collections;

class LangChain4jChatCompletionModelContractTest extends CompletionModelContract {

    private static final int WORDS = 200;

    private final CompletionModel model =
            new PlainTextCompletionModel(LangChain4jChatCompletionModel.of(new CountingChatModel()));

    @Override
    protected CompletionModel model() {
        return model;
    }

    @Override
    protected Prompt prompt() {
        return Prompt.of("Count.");
    }

    @Override
    protected boolean isStreaming() {
        return false;
    }

    /** A chat model whose tokens are words, and which keeps the limits and stop strings that it is sent. */
    private static final class CountingChatModel implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            Integer limit = request.maxOutputTokens();
            int words = limit == null ? WORDS : Math.min(WORDS, limit);
            String text = String.join(" ", Collections.nCopies(words, "more"));
            int end = request.stopSequences().stream()
                    .mapToInt(text::indexOf)
                    .filter(index -> index >= 0)
                    .min()
                    .orElse(text.length());
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(text.substring(0, end)))
                    .tokenUsage(new TokenUsage(2, words))
                    .finishReason(end == text.length() && words < WORDS ? FinishReason.LENGTH : FinishReason.STOP)
                    .build();
        }
    }
}
