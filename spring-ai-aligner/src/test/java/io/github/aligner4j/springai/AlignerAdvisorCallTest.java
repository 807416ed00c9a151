// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.Turn;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlignerAdvisorCallTest {

    private final Civility civility = new Civility();

    private ChatClient client(ScriptedModel model) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(civility))
                .build();
    }

    @Test
    void the_caller_reads_the_corrected_answer() {
        assertThat(client(ScriptedModel.saying("hello idiot"))
                        .prompt("hi")
                        .call()
                        .content())
                .isEqualTo("hello friend!");
    }

    @Test
    void the_aligner_alone_takes_the_last_user_message_for_the_question() {
        ChatClient client = ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(Advised.advisor(civility))
                .build();

        client.prompt()
                .system("be terse")
                .messages(new UserMessage("one"), new AssistantMessage("two"))
                .user("three")
                .call()
                .content();

        assertThat(civility.requests.get(0).question()).isEqualTo("three");
        assertThat(civility.requests.get(0).conversation())
                .containsExactly(
                        new Turn(Turn.Role.SYSTEM, "be terse"),
                        new Turn(Turn.Role.USER, "one"),
                        new Turn(Turn.Role.ASSISTANT, "two"));
    }

    @Test
    void everything_but_the_text_is_kept() {
        Media picture = Media.builder()
                .mimeType(MimeTypeUtils.IMAGE_PNG)
                .data(URI.create("https://example.org/a.png"))
                .build();
        AssistantMessage message = AssistantMessage.builder()
                .content("hello idiot")
                .properties(Map.of("k", "v"))
                .media(List.of(picture))
                .build();
        ChatResponse upstream = Replies.of(new Generation(
                message, ChatGenerationMetadata.builder().finishReason("LENGTH").build()));

        ChatResponse response = require(
                client(new ScriptedModel().turn(upstream)).prompt("hi").call().chatResponse());

        Generation result = require(response.getResult());
        assertThat(result.getOutput().getText()).isEqualTo("hello friend!");
        assertThat(result.getOutput().getMetadata()).containsEntry("k", "v");
        assertThat(result.getOutput().getMedia()).containsExactly(picture);
        assertThat(result.getMetadata().getFinishReason()).isEqualTo("LENGTH");
        assertThat(response.getMetadata().getId()).isEqualTo("r-1");
        assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(8);
        assertThat(response.getMetadata().<String>get("fingerprint")).isEqualTo("f-7");
    }

    @Test
    void each_of_several_generations_is_corrected() {
        ScriptedModel model = new ScriptedModel()
                .turn(Replies.of(
                        Replies.generation("idiot 1", Map.of("index", 0), "STOP"),
                        Replies.generation("fine 2", Map.of("index", 1), "STOP"),
                        Replies.generation("idiot 3", Map.of("index", 2), "LENGTH")));

        ChatResponse response = require(client(model).prompt("hi").call().chatResponse());

        assertThat(response.getResults())
                .extracting(g -> g.getOutput().getText())
                .containsExactly("friend 1!", "fine 2", "friend 3!");
        assertThat(response.getResults())
                .extracting(g -> g.getMetadata().getFinishReason())
                .containsExactly("STOP", "STOP", "LENGTH");
    }

    @Test
    void thoughts_filtered_and_empty_answers_pass() {
        ScriptedModel model = new ScriptedModel()
                .turn(Replies.of(
                        Replies.generation("idiot thought", Map.of("signature", "s"), "STOP"),
                        Replies.generation("idiot cut", Map.of(), "content_filter"),
                        Replies.generation(" ", Map.of(), "STOP")));

        ChatResponse response = require(client(model).prompt("hi").call().chatResponse());

        assertThat(response.getResults())
                .extracting(g -> g.getOutput().getText())
                .containsExactly("idiot thought", "idiot cut", " ");
        assertThat(civility.requests).isEmpty();
    }

    @Test
    void the_response_context_tells_what_was_corrected() {
        ChatClientResponse response =
                client(ScriptedModel.saying("hello idiot")).prompt("hi").call().chatClientResponse();

        assertThat(response.context())
                .containsEntry(AlignerAdvisor.CORRECTIONS, List.of(Correction.of("hello idiot", "hello friend!")))
                .doesNotContainKey("aligner4j.claimed");
    }

    @Test
    void a_call_can_ask_to_be_left_alone() {
        assertThat(client(ScriptedModel.saying("hello idiot"))
                        .prompt("hi")
                        .advisors(spec -> spec.param(AlignerAdvisor.SKIP, true))
                        .call()
                        .content())
                .isEqualTo("hello idiot");
    }

    @Test
    void failures_of_the_aligner_and_of_the_model_are_the_callers() {
        ChatClient failing = ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(AlignerAdvisors.of((request, context) -> {
                    throw new AlignerException("no correction today");
                }))
                .build();
        ScriptedModel broken = new ScriptedModel().turn(Flux.error(new IllegalStateException("upstream is down")));

        assertThatThrownBy(() -> failing.prompt("hi").call().content())
                .isInstanceOf(AlignerException.class)
                .hasMessage("no correction today");
        assertThatThrownBy(() -> client(broken).prompt("hi").call().content())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("upstream is down");
    }

    @Test
    void a_nameless_advisor_is_refused() {
        assertThatThrownBy(() -> AlignerAdvisors.builder(civility).name(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an advisor's name must not be blank");
    }

    static <T> T require(@Nullable T value) {
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }
}
