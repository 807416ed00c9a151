// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** Responses as providers send them. */
final class Replies {

    private Replies() {}

    static ChatResponse text(String text) {
        return of(generation(text, Map.of(), "STOP"));
    }

    static ChatResponse of(Generation... generations) {
        ChatResponseMetadata metadata = ChatResponseMetadata.builder()
                .id("r-1")
                .model("grumpy-1")
                .usage(new DefaultUsage(3, 5))
                .keyValue("fingerprint", "f-7")
                .build();
        return new ChatResponse(List.of(generations), metadata);
    }

    static Generation generation(String text, Map<String, Object> properties, String finishReason) {
        return new Generation(
                AssistantMessage.builder().content(text).properties(properties).build(),
                ChatGenerationMetadata.builder().finishReason(finishReason).build());
    }

    static ChatResponse toolCall(String text) {
        AssistantMessage message = AssistantMessage.builder()
                .content(text)
                .toolCalls(List.of(new ToolCall("call-1", "function", "weather", "{}")))
                .build();
        return of(new Generation(
                message,
                ChatGenerationMetadata.builder().finishReason("tool_calls").build()));
    }

    /** A chunk of a stream that is a word and nothing else. */
    static ChatResponse word(String text) {
        return word(text, Map.of());
    }

    static ChatResponse word(String text, Map<String, Object> properties) {
        return new ChatResponse(
                List.of(new Generation(AssistantMessage.builder()
                        .content(text)
                        .properties(properties)
                        .build())),
                ChatResponseMetadata.builder().id("r-1").model("grumpy-1").build());
    }
}
