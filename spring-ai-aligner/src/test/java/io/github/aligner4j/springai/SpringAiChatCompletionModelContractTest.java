// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.llm.PlainTextCompletionModel;
import io.github.aligner4j.testkit.CompletionModelContract;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;

class SpringAiChatCompletionModelContractTest extends CompletionModelContract {

    private static final int WORDS = 200;

    private final CompletionModel model =
            new PlainTextCompletionModel(SpringAiChatCompletionModel.of(new CountingChatModel()));

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
        public ChatResponse call(org.springframework.ai.chat.prompt.Prompt prompt) {
            ChatOptions options = Objects.requireNonNull(prompt.getOptions());
            Integer limit = options.getMaxTokens();
            int words = limit == null ? WORDS : Math.min(WORDS, limit);
            String text = String.join(" ", Collections.nCopies(words, "more"));
            int end = Objects.requireNonNull(options.getStopSequences()).stream()
                    .mapToInt(text::indexOf)
                    .filter(index -> index >= 0)
                    .min()
                    .orElse(text.length());
            boolean truncated = end == text.length() && words < WORDS;
            return new ChatResponse(
                    List.of(new Generation(
                            new AssistantMessage(text.substring(0, end)),
                            ChatGenerationMetadata.builder()
                                    .finishReason(truncated ? "length" : "stop")
                                    .build())),
                    ChatResponseMetadata.builder()
                            .usage(new DefaultUsage(2, words))
                            .build());
        }

        @Override
        public ChatOptions getOptions() {
            return ChatOptions.builder().build();
        }
    }
}
