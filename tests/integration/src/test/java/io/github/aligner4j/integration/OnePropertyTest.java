// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/** Journey 1: the starter on the class path and one property; nothing in the application knows of Aligners. */
class OnePropertyTest {

    private static Upstream upstream;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        upstream = new Upstream();
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("aligner.enabled=true", "upstream.url=" + upstream.baseUrl())
                .run();
    }

    @AfterAll
    static void stop() {
        application.close();
        upstream.close();
    }

    @Test
    void an_ai_service_answers_civilly_and_remembers_what_it_answered() {
        var memory = MessageWindowChatMemory.withMaxMessages(10);
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(application.getBean(ChatModel.class))
                .chatMemory(memory)
                .build();
        String answer = assistant.chat("How is my plan?");
        assertThat(answer).matches(Upstream::isCorrected);
        assertThat(answersIn(memory.messages())).containsExactly(answer);
        assistant.chat("Are you sure?");
        assertThat(upstream.latestRequest()).contains(answer).doesNotContain("damn");
    }

    @Test
    void a_streaming_ai_service_streams_only_civil_text_and_remembers_it() throws Exception {
        var memory = MessageWindowChatMemory.withMaxMessages(10);
        StreamingAssistant assistant = AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(application.getBean(StreamingChatModel.class))
                .chatMemory(memory)
                .build();
        StringBuilder streamed = new StringBuilder();
        CompletableFuture<String> answer = new CompletableFuture<>();
        assistant
                .chat("How is my plan?")
                .onPartialResponse(streamed::append)
                .onCompleteResponse(
                        response -> answer.complete(response.aiMessage().text()))
                .onError(answer::completeExceptionally)
                .start();
        String whole = answer.get(60, TimeUnit.SECONDS);
        assertThat(whole).matches(Upstream::isCorrected);
        assertThat(streamed).hasToString(whole);
        assertThat(answersIn(memory.messages())).containsExactly(whole);
    }

    @Test
    void a_chat_client_answers_civilly_and_its_memory_holds_what_it_answered() {
        ChatMemory memory = org.springframework.ai.chat.memory.MessageWindowChatMemory.builder()
                .build();
        ChatClient client = application
                .getBean(ChatClient.Builder.class)
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
                .build();
        String answer = client.prompt()
                .user("How is my plan?")
                .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "1"))
                .call()
                .content();
        assertThat(answer).matches(Upstream::isCorrected);
        assertThat(memory.get("1"))
                .last()
                .satisfies(last -> assertThat(last.getText()).isEqualTo(answer));
    }

    @Test
    void what_the_layer_did_is_measured() {
        application.getBean(ChatModel.class).chat("How is my plan?");
        MeterRegistry registry = application.getBean(MeterRegistry.class);
        assertThat(registry.get("aligner.layer")
                        .tags("chain", "default", "layer", "civility", "outcome", "corrected")
                        .timer()
                        .count())
                .isPositive();
    }

    private static List<String> answersIn(List<ChatMessage> messages) {
        return messages.stream()
                .filter(AiMessage.class::isInstance)
                .map(message -> ((AiMessage) message).text())
                .toList();
    }

    interface Assistant {
        String chat(String message);
    }

    interface StreamingAssistant {
        TokenStream chat(String message);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ChatModel chatModel(Environment environment) {
            return OpenAiChatModel.builder()
                    .baseUrl(environment.getRequiredProperty("upstream.url"))
                    .apiKey("none")
                    .modelName("rude-1")
                    .build();
        }

        @Bean
        StreamingChatModel streamingChatModel(Environment environment) {
            return OpenAiStreamingChatModel.builder()
                    .baseUrl(environment.getRequiredProperty("upstream.url"))
                    .apiKey("none")
                    .modelName("rude-1")
                    .build();
        }

        @Bean
        org.springframework.ai.chat.model.ChatModel springAiModel() {
            return new RudeSpringAiModel();
        }

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
