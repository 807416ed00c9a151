// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.autoconfigure.AlignerChains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/** The YAML of docs/guide/layers.md, word for word, in front of models of both frameworks. */
class LayersTest {

    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    /** The question is the kind of answer that the upstream model gives; when it is asked again, it gives another. */
    private static final Map<String, List<String>> ANSWERS = Map.of(
            "fine", List.of("Your plan is ready, and it has 12 pages."),
            "short", List.of("Insult it."),
            "rude", List.of("Your insult plan is ready for the meeting."),
            "numbers", List.of("Your insult plan has 12 pages, not more."),
            "stubborn", List.of("Your stubborn plan has 12 insult pages.", "Your plan has 12 pages, as you wished."),
            "hopeless", List.of("Your stubborn plan has 12 insult pages.", "Your stubborn plan has 13 insult pages."));

    private static final List<String> MESSAGES = new ArrayList<>();
    private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

    private static ConfigurableApplicationContext application;

    /** The ways to ask an upstream model. */
    enum Way {
        LANGCHAIN4J,
        LANGCHAIN4J_STREAM,
        SPRING_AI,
        SPRING_AI_STREAM
    }

    @BeforeAll
    static void start() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/guide/layers.md"))) {
            root = Objects.requireNonNull(root.getParent(), "no folder above has docs/guide");
        }
        Matcher yaml = YAML.matcher(Files.readString(root.resolve("docs/guide/layers.md")));
        assertThat(yaml.find()).isTrue();
        Path file = Files.writeString(Files.createTempFile("layers", ".yaml"), yaml.group(1));
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run("--spring.config.location=" + file);
        Files.delete(file);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static String ask(Way way, String question) {
        MESSAGES.clear();
        CALLS.clear();
        return switch (way) {
            case LANGCHAIN4J -> application.getBean(ChatModel.class).chat(question);
            case LANGCHAIN4J_STREAM -> streamed(application.getBean(StreamingChatModel.class), question);
            case SPRING_AI ->
                Objects.requireNonNull(client().prompt(question).call().content());
            case SPRING_AI_STREAM ->
                String.join(
                        "",
                        Objects.requireNonNull(client().prompt(question).stream()
                                .content()
                                .collectList()
                                .block()));
        };
    }

    private static ChatClient client() {
        return application.getBean(ChatClient.Builder.class).build();
    }

    private static String streamed(StreamingChatModel model, String question) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        model.chat(question, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String partial) {
                text.append(partial);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(text.toString());
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_needs_nothing_stays(Way way) {
        assertThat(ask(way, "fine")).isEqualTo("Your plan is ready, and it has 12 pages.");
    }

    @ParameterizedTest
    @EnumSource
    void a_short_answer_passes_the_layer_by_its_gate(Way way) {
        assertThat(ask(way, "short")).isEqualTo("Insult it.");
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_is_corrected(Way way) {
        assertThat(ask(way, "rude")).isEqualTo("Your plan is ready for the meeting.");
    }

    @ParameterizedTest
    @EnumSource
    void a_correction_that_changes_a_number_is_made_again_by_the_spare_aligner(Way way) {
        assertThat(ask(way, "numbers")).isEqualTo("Your plan has 12 pages, not more.");
        assertThat(CALLS).containsEntry("numbers", 1);
    }

    @ParameterizedTest
    @EnumSource
    void if_that_fails_too_the_upstream_model_answers_again(Way way) {
        assertThat(ask(way, "stubborn")).isEqualTo("Your plan has 12 pages, as you wished.");
        assertThat(MESSAGES)
                .containsExactly(
                        "stubborn", "Your stubborn plan has 12 insult pages.", "Answer again, without insults.");
    }

    @ParameterizedTest
    @EnumSource
    void in_the_end_a_sentence_is_the_answer(Way way) {
        assertThat(ask(way, "hopeless")).isEqualTo("I can't answer that.");
        assertThat(CALLS).containsEntry("hopeless", 2);
    }

    @Test
    void both_forms_of_a_layer_are_one_chain() {
        assertThat(application.getBean(AlignerChains.class).get("default").layers())
                .extracting(layer -> layer.name())
                .containsExactly("harmless", "civility");
    }

    /** Returns the answer to the first of {@code messages}: the next one, each time it is asked. */
    private static String answer(List<String> messages) {
        MESSAGES.clear();
        MESSAGES.addAll(messages);
        List<String> answers = Objects.requireNonNull(ANSWERS.get(messages.get(0)));
        int call = CALLS.merge(messages.get(0), 1, Integer::sum);
        return answers.get(Math.min(call, answers.size()) - 1);
    }

    /** A model of LangChain4j that answers by the question. */
    private static final class Model implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(
                            answer(request.messages().stream().map(Model::text).toList())))
                    .build();
        }

        private static String text(ChatMessage message) {
            return message instanceof UserMessage user ? user.singleText() : ((AiMessage) message).text();
        }
    }

    /** The same as a streaming model. */
    private static final class StreamingModel implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            ChatResponse response = new Model().doChat(request);
            Stream.of(response.aiMessage().text().split("(?<= )")).forEach(handler::onPartialResponse);
            handler.onCompleteResponse(response);
        }
    }

    /** A model of Spring AI that answers by the question. */
    private static final class SpringModel implements org.springframework.ai.chat.model.ChatModel {

        @Override
        public org.springframework.ai.chat.model.ChatResponse call(Prompt prompt) {
            return response(answer(
                    prompt.getInstructions().stream().map(Message::getText).toList()));
        }

        @Override
        public Flux<org.springframework.ai.chat.model.ChatResponse> stream(Prompt prompt) {
            String answer = answer(
                    prompt.getInstructions().stream().map(Message::getText).toList());
            return Flux.fromArray(answer.split("(?<= )")).map(SpringModel::response);
        }

        private static org.springframework.ai.chat.model.ChatResponse response(String text) {
            return new org.springframework.ai.chat.model.ChatResponse(
                    List.of(new Generation(new AssistantMessage(text))));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ChatModel model() {
            return new Model();
        }

        @Bean
        StreamingChatModel streamingModel() {
            return new StreamingModel();
        }

        @Bean
        org.springframework.ai.chat.model.ChatModel springModel() {
            return new SpringModel();
        }

        /** Removes insults, and miscopies numbers when it does. */
        @Bean
        Aligner harmless() {
            return Aligner.of(request -> request.answer().contains("insult")
                    ? request.answer()
                            .replace("insult ", "")
                            .replace("12", "21")
                            .replace("13", "31")
                    : request.answer());
        }

        /** Removes insults from answers that are not stubborn. */
        @Bean
        Aligner spare() {
            return Aligner.of(request -> {
                if (request.answer().contains("stubborn")) {
                    throw new AlignerException("the answer is stubborn");
                }
                return request.answer().replace("insult ", "");
            });
        }
    }
}
