// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.springai.RequestParametersTest.Way;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.publisher.Flux;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Thinking passes or is removed, and the conversation is shown as far back as the program says. */
class ThinkingPolicyTest {

    private static final String SECRET = "the user is a fool";

    private final Civility civility = new Civility();

    private ChatClient client(ScriptedModel model) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(civility)
                        .thinking(ThinkingPolicy.DROP)
                        .conversationDepth(1)
                        .build())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void blocks_of_thinking_in_the_text_are_removed(Way way) {
        ChatClient client = client(new ScriptedModel()
                .turn(Replies.text("<think>" + SECRET + "</think>hello idiot"))
                .turn(Replies.text("<think>" + SECRET + "</think>hello")));

        assertThat(way.answer(client.prompt("hi"))).isEqualTo("hello friend!");
        assertThat(way.answer(client.prompt("hi"))).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void a_requested_format_passes_without_its_thinking(Way way) {
        ChatClient client = client(ScriptedModel.saying("<think>" + SECRET + "</think>{\"name\": \"idiot\"}"));

        assertThat(way.answer(
                        client.prompt("hi").advisors(a -> a.param("spring.ai.chat.client.output.format", "as JSON"))))
                .isEqualTo("{\"name\": \"idiot\"}");
        assertThat(civility.requests).isEmpty();
    }

    @Test
    void messages_and_metadata_of_thinking_are_removed_and_everything_else_stays() {
        ChatResponse reply = new ChatResponse(
                List.of(thought(), answer("hello idiot")),
                ChatResponseMetadata.builder()
                        .id("r-1")
                        .usage(new DefaultUsage(3, 5))
                        .keyValue("reasoning", SECRET)
                        .keyValue("raw", Map.of("thoughts", SECRET))
                        .keyValue("fingerprint", "f-7")
                        .build());
        AlignerAdvisor advisor =
                AlignerAdvisors.builder(civility).thinking(ThinkingPolicy.DROP).advisor();

        List<ChatClientResponse> called =
                List.of(advisor.adviseCall(Advised.request(), Advised.chain(Advised.response(reply))));
        List<ChatClientResponse> streamed = Advised.stream(
                advisor,
                Flux.just(
                        Advised.response(new ChatResponse(List.of(thought()))),
                        Advised.response(reply),
                        Advised.response(Replies.word("!"))));

        for (List<ChatClientResponse> responses : List.of(called, streamed)) {
            assertThat(responses)
                    .allSatisfy(response -> assertThat(
                                    require(response.chatResponse()).toString())
                            .doesNotContain(SECRET));
            ChatResponse first = responses.stream()
                    .map(response -> require(response.chatResponse()))
                    .filter(response -> response.getMetadata().getUsage().getTotalTokens() > 0)
                    .findFirst()
                    .orElseThrow();
            assertThat(first.getMetadata().<String>get("fingerprint")).isEqualTo("f-7");
            assertThat(require(first.getResult()).getOutput().getMetadata())
                    .containsEntry("reasoningTokens", 7)
                    .containsEntry("role", "assistant");
        }
        assertThat(require(require(called.get(0).chatResponse()).getResult())
                        .getOutput()
                        .getText())
                .isEqualTo("hello friend!");
    }

    @Test
    void a_thought_with_a_finish_reason_keeps_that() {
        Generation last = new Generation(
                thought().getOutput(),
                ChatGenerationMetadata.builder().finishReason("MAX_TOKENS").build());

        ChatResponse without = require(Thoughts.removedFrom(List.of(Advised.response(new ChatResponse(List.of(last)))))
                .get(0)
                .chatResponse());

        assertThat(require(without.getResult()).getOutput().getText()).isEmpty();
        assertThat(require(without.getResult()).getMetadata().getFinishReason()).isEqualTo("MAX_TOKENS");
    }

    @Test
    void thinking_in_a_field_of_a_providers_own_message_is_removed() {
        AssistantMessage own = new Reasoning("hello", SECRET);

        ChatResponse without =
                require(Thoughts.removedFrom(List.of(Advised.response(new ChatResponse(List.of(new Generation(own))))))
                        .get(0)
                        .chatResponse());

        assertThat(require(without.getResult()).getOutput()).isExactlyInstanceOf(AssistantMessage.class);
        assertThat(require(without.getResult()).getOutput().getText()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void the_aligner_is_shown_the_latest_messages(Way way) {
        way.answer(client(ScriptedModel.saying("hello"))
                .prompt()
                .messages(new UserMessage("hi"), new AssistantMessage("ho"), new UserMessage("again")));

        assertThat(civility.requests)
                .singleElement()
                .extracting(CorrectionRequest::conversation)
                .isEqualTo(List.of(new Turn(Turn.Role.ASSISTANT, "ho")));
    }

    @Test
    void a_depth_below_zero_is_refused() {
        assertThatThrownBy(() -> AlignerAdvisors.builder(civility).conversationDepth(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("conversation-depth must be at least 0 (0 shows the question only), but was -1");
    }

    private static Generation thought() {
        return new Generation(AssistantMessage.builder()
                .content(SECRET)
                .properties(Map.of("isThought", true))
                .build());
    }

    private static Generation answer(String text) {
        return new Generation(AssistantMessage.builder()
                .content(text)
                .properties(Map.of("reasoningContent", SECRET, "reasoningTokens", 7, "role", "assistant"))
                .build());
    }

    /** A message that keeps thinking in a field, as some providers' own classes do. */
    private static final class Reasoning extends AssistantMessage {

        private final String reasoning;

        Reasoning(String text, String reasoning) {
            super(text, Map.of(), List.of(), List.of());
            this.reasoning = reasoning;
        }

        @Override
        public String toString() {
            return super.toString() + reasoning;
        }
    }
}
