// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * Both frameworks' own OpenAI clients of one server.
 *
 * @param blocking LangChain4j's
 * @param streaming LangChain4j's
 * @param springAi Spring AI's
 */
record Models(ChatModel blocking, StreamingChatModel streaming, org.springframework.ai.chat.model.ChatModel springAi) {

    /** Returns clients that give up after {@code timeout} and never try again. */
    static Models of(String baseUrl, Duration timeout) {
        ChatModel blocking = OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("rude-1")
                .timeout(timeout)
                .maxRetries(0)
                .build();
        StreamingChatModel streaming = OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("rude-1")
                .timeout(timeout)
                .returnThinking(true)
                .build();
        OpenAiChatOptions options = OpenAiChatOptions.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .model("rude-1")
                .timeout(timeout)
                .maxRetries(0)
                .build();
        return new Models(
                blocking,
                streaming,
                org.springframework.ai.openai.OpenAiChatModel.builder()
                        .options(options)
                        .build());
    }

    Models withBlocking(ChatModel other) {
        return new Models(other, streaming, springAi);
    }

    Models withStreaming(StreamingChatModel other) {
        return new Models(blocking, other, springAi);
    }

    Models withSpringAi(org.springframework.ai.chat.model.ChatModel other) {
        return new Models(blocking, streaming, other);
    }
}
