// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The models of an application, which a slice loads only where a test imports them. */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    @Bean
    ChatModel chatModel() {
        return new RudeModel();
    }

    /** A model with one answer. */
    static final class RudeModel implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from("damn it")).build();
        }
    }
}
