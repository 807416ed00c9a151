// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.List;
import java.util.Objects;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/** The calls of a chat model or a chat client, whose answers are not aligned. */
interface ChatCalls {

    /** Returns a builder of options with the model's own settings. */
    ChatOptions.Builder<?> options();

    /** Returns the reply to {@code messages}. */
    ChatResponse call(List<Message> messages, ChatOptions.Builder<?> options);

    /**
     * Returns the chunks of the reply to {@code messages}.
     *
     * @throws UnsupportedOperationException if the model does not stream
     */
    Flux<ChatResponse> stream(List<Message> messages, ChatOptions.Builder<?> options);

    /** Returns the calls of {@code model}. */
    static ChatCalls of(ChatModel model) {
        return new ChatCalls() {
            @Override
            public ChatOptions.Builder<?> options() {
                return model.getOptions().mutate();
            }

            @Override
            public ChatResponse call(List<Message> messages, ChatOptions.Builder<?> options) {
                return model.call(new Prompt(messages, options.build()));
            }

            @Override
            public Flux<ChatResponse> stream(List<Message> messages, ChatOptions.Builder<?> options) {
                return model.stream(new Prompt(messages, options.build()));
            }
        };
    }

    /** Returns the calls of {@code client}, which its {@link AlignerAdvisor} lets pass. */
    static ChatCalls of(ChatClient client) {
        return new ChatCalls() {
            @Override
            public ChatOptions.Builder<?> options() {
                return ChatOptions.builder();
            }

            @Override
            public ChatResponse call(List<Message> messages, ChatOptions.Builder<?> options) {
                return Objects.requireNonNull(request(messages, options).call().chatResponse(), "response");
            }

            @Override
            public Flux<ChatResponse> stream(List<Message> messages, ChatOptions.Builder<?> options) {
                return request(messages, options).stream().chatResponse();
            }

            private ChatClientRequestSpec request(List<Message> messages, ChatOptions.Builder<?> options) {
                return client.prompt()
                        .messages(messages)
                        .options(options)
                        .advisors(advisors -> advisors.param(AlignerAdvisor.SKIP, true));
            }
        };
    }
}
