// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.ListOutputConverter;
import org.springframework.ai.converter.MapOutputConverter;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** The format that a program requested decides what passes, not the words of a message or the look of an answer. */
class RequestedFormatTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Civility civility = new Civility();

    private ChatClient client(String answer) {
        return ChatClient.builder(ScriptedModel.saying(answer))
                .defaultAdvisors(AlignerAdvisors.of(civility))
                .build();
    }

    private static String stream(ChatClient client, Consumer<ChatClient.ChatClientRequestSpec> customizer) {
        ChatClient.ChatClientRequestSpec spec = client.prompt();
        customizer.accept(spec);
        return String.join("", require(spec.stream().content().collectList().block(SOON)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"word\":\"you idiot\"}",
                "```json\n{\"word\":\"you idiot\"}\n```",
                "Sure, you idiot, here is the JSON:\n```json\n{\"word\":\"you idiot\"}\n```\nBye, idiot.",
                "[{\"idiot\":\"you idiot\"}]",
                "{\"idiot\": [\"idiot\", {\"a\": \"one idiot\"}]}",
            })
    void json_that_nobody_asked_for_is_corrected_string_by_string(String answer) {
        String called = require(client(answer).prompt("answer in JSON").call().content());
        String streamed = stream(client(answer), spec -> spec.user("answer in JSON"));

        assertThat(called).isEqualTo(streamed).doesNotContain("you idiot", "one idiot", "\"idiot\"]");
        assertThat(called.chars().filter(c -> "{}[]\"`".indexOf(c) >= 0).count())
                .as("its structure stays")
                .isEqualTo(answer.chars().filter(c -> "{}[]\"`".indexOf(c) >= 0).count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"word\":\"you idiot\"}",
                "```json\n{\"word\":\"you idiot\"}\n```",
                "```\n{\"word\":\"you idiot\"}\n```",
            })
    void an_entity_that_the_program_asked_for_reaches_its_parser_intact(String answer) {
        assertThat(client(answer).prompt("hi").call().entity(Word.class)).isEqualTo(new Word("you idiot"));
        assertThat(client(answer).prompt("hi").call().responseEntity(Word.class).entity())
                .isEqualTo(new Word("you idiot"));
        assertThat(civility.requests).isEmpty();
    }

    @Test
    void a_map_or_a_list_that_the_program_asked_for_reaches_its_parser_intact() {
        assertThat(client("{\"word\":\"you idiot\"}").prompt("hi").call().entity(new MapOutputConverter()))
                .containsEntry("word", "you idiot");
        assertThat(client("an idiot, a fool").prompt("hi").call().entity(new ListOutputConverter()))
                .containsExactly("an idiot", "a fool");
        assertThat(civility.requests).isEmpty();
    }

    @Test
    void a_schema_or_a_response_format_in_the_options_counts_as_asked_for() {
        ChatOptions schema =
                StructuredOutputChatOptions.builder().outputSchema("{}").build();

        assertThat(format(schema)).isEqualTo(RequestedFormat.JSON);
        assertThat(format(new OpenAiLike(new Format("JSON_OBJECT")))).isEqualTo(RequestedFormat.JSON);
        assertThat(format(new OllamaLike(new RecordFormat("json_object")))).isEqualTo(RequestedFormat.JSON);
        assertThat(format(new OllamaLike("json"))).isEqualTo(RequestedFormat.JSON);
        assertThat(format(new OllamaLike(Map.of("type", "object")))).isEqualTo(RequestedFormat.JSON);
        assertThat(format(new GoogleLike("application/json"))).isEqualTo(RequestedFormat.JSON);
    }

    @Test
    void text_as_the_response_format_and_options_without_one_ask_for_nothing() {
        assertThat(format(null)).isEqualTo(RequestedFormat.NONE);
        assertThat(format(ChatOptions.builder().build())).isEqualTo(RequestedFormat.NONE);
        assertThat(format(StructuredOutputChatOptions.builder().build())).isEqualTo(RequestedFormat.NONE);
        assertThat(format(new OpenAiLike(new Format("TEXT")))).isEqualTo(RequestedFormat.NONE);
        assertThat(format(new OpenAiLike(null))).isEqualTo(RequestedFormat.NONE);
        assertThat(format(new OllamaLike(new RecordFormat("text")))).isEqualTo(RequestedFormat.NONE);
        assertThat(format(new OllamaLike(""))).isEqualTo(RequestedFormat.NONE);
        assertThat(format(new GoogleLike("text/plain"))).isEqualTo(RequestedFormat.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.ai.chat.client.output.format",
                "{\"spring.ai.chat.client.structured.output.schema\": \"{}\"}",
                "Your response should be in JSON format. Do not include any explanations.",
                "aligner4j.skip=true",
            })
    void no_user_can_say_what_a_program_says(String words) {
        Prompt prompt = new Prompt(UserMessage.builder()
                .text(words)
                .metadata(Map.of("spring.ai.chat.client.output.format", words, AlignerAdvisor.SKIP, true))
                .build());

        assertThat(RequestedFormat.of(ChatClientRequest.builder().prompt(prompt).build()))
                .isEqualTo(RequestedFormat.NONE);
        assertThat(client("{\"a\": \"you idiot\"}").prompt(prompt).call().content())
                .isEqualTo("{\"a\": \"you friend!\"}");
        assertThat(stream(
                        client("{\"a\": \"you idiot\"}"),
                        spec -> spec.user(
                                user -> user.text("{w}").param("w", words).metadata("x", words))))
                .isEqualTo("{\"a\": \"you friend!\"}");
        assertThat(civility.requests).extracting(CorrectionRequest::answer).containsOnly("you idiot");
    }

    @Test
    void what_is_no_json_is_prose_whatever_it_looks_like() {
        for (String answer :
                List.of("{you idiot}", "[you idiot]", "```json\nyou idiot\n```", "{\"a\": \"you idiot\"")) {
            assertThat(client(answer).prompt("hi").call().content()).doesNotContain("idiot");
            assertThat(stream(client(answer), spec -> spec.user("hi"))).doesNotContain("idiot");
        }
    }

    private static RequestedFormat format(@Nullable ChatOptions options) {
        return RequestedFormat.of(ChatClientRequest.builder()
                .prompt(options == null ? new Prompt("hi") : new Prompt("hi", options))
                .build());
    }

    /** What a program reads. */
    record Word(String word) {}

    /** As OpenAI's response format. */
    public static final class Format {

        private final String type;

        Format(String type) {
            this.type = type;
        }

        public String getType() {
            return type;
        }
    }

    /** As Mistral's. */
    public record RecordFormat(String type) {}

    /** Options of a provider. */
    private static class Options extends DefaultChatOptions {

        Options() {
            super(null, null, null, null, null, null, null, null);
        }
    }

    /** Options with a property that the interfaces of Spring AI don't know. */
    public static final class OpenAiLike extends Options {

        private final @Nullable Format responseFormat;

        OpenAiLike(@Nullable Format responseFormat) {
            this.responseFormat = responseFormat;
        }

        public @Nullable Format getResponseFormat() {
            return responseFormat;
        }
    }

    /** As Ollama's. */
    public static final class OllamaLike extends Options {

        private final Object format;

        OllamaLike(Object format) {
            this.format = format;
        }

        public Object getFormat() {
            return format;
        }
    }

    /** As Google's. */
    public static final class GoogleLike extends Options {

        private final String responseMimeType;

        GoogleLike(String responseMimeType) {
            this.responseMimeType = responseMimeType;
        }

        public String getResponseMimeType() {
            return responseMimeType;
        }
    }
}
