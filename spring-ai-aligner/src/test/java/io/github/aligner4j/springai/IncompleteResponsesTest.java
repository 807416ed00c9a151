// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.CompletionModelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Providers leave things out: counts, reasons, metadata, texts, results. */
class IncompleteResponsesTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    static List<ChatResponseMetadata> metadata() {
        ChatResponseMetadata uncounted = new NoUsage();
        return List.of(
                new ChatResponseMetadata(),
                uncounted,
                counted(null, null, null),
                counted(3, null, null),
                counted(null, 5, 5),
                counted(-1, -1, -1),
                ChatResponseMetadata.builder().usage(new EmptyUsage()).build());
    }

    private static ChatCompletionRequest.Builder go() {
        return ChatCompletionRequest.builder(List.of(new Turn(Turn.Role.USER, "go")));
    }

    private static ChatResponseMetadata counted(
            @Nullable Integer prompt, @Nullable Integer completion, @Nullable Integer total) {
        return ChatResponseMetadata.builder()
                .usage(new Counted(prompt, completion, total))
                .build();
    }

    private static ChatResponse reply(ChatResponseMetadata metadata, @Nullable String text) {
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text))), metadata);
    }

    @ParameterizedTest
    @MethodSource("metadata")
    void a_model_that_counts_no_tokens_serves_an_aligner_all_the_same(ChatResponseMetadata metadata) {
        SpringAiChatCompletionModel model =
                SpringAiChatCompletionModel.of(new ScriptedModel().turn(reply(metadata, "hello")));

        TokenUsage usage = model.complete(go().build()).usage();
        assertThat(model.complete(go().listener(text -> {}).build()).usage()).isEqualTo(usage);

        assertThat(usage.promptTokens()).isIn(0, 3);
        assertThat(usage.completionTokens()).isIn(0, 5);
    }

    @Test
    void a_model_that_gives_no_result_or_no_text_says_so() {
        ChatResponse none = new ChatResponse(List.of());
        for (ChatResponse reply : List.of(none, reply(new ChatResponseMetadata(), null))) {
            SpringAiChatCompletionModel model = SpringAiChatCompletionModel.of(new ScriptedModel().turn(reply));

            assertThatThrownBy(() -> model.complete(go().build()))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessage("the chat model behind the Aligner gave no text; it may have been filtered");
        }
    }

    @ParameterizedTest
    @MethodSource("metadata")
    void answers_without_counts_are_corrected(ChatResponseMetadata metadata) {
        ChatResponse reply = reply(metadata, "hello idiot");

        assertThat(texts(Advised.call(new Civility(), reply))).isEqualTo("hello friend!");
        assertThat(texts(Advised.stream(new Civility(), reply))).isEqualTo("hello friend!");
    }

    @Test
    void responses_without_text_or_results_pass() {
        ChatResponse silent = reply(new ChatResponseMetadata(), null);
        ChatResponse none = new ChatResponse(List.of());

        for (ChatResponse reply : List.of(silent, none)) {
            assertThat(Advised.call(new Civility(), reply).get(0).chatResponse())
                    .isEqualTo(reply);
            assertThat(Advised.stream(new Civility(), reply).get(0).chatResponse())
                    .isEqualTo(reply);
        }
        assertThat(Advised.stream(new Civility())).isEmpty();
    }

    @Test
    void a_response_of_nothing_but_a_context_passes() {
        ChatClientResponse empty = new ChatClientResponse(null, Map.of("k", "v"));
        AlignerAdvisor advisor = Advised.advisor(new Civility());
        ChatClientRequest request = Advised.request();

        assertThat(advisor.adviseCall(request, Advised.chain(empty)).context()).containsEntry("k", "v");
        assertThat(require(advisor.adviseStream(request, Advised.chain(empty))
                                .collectList()
                                .block(SOON))
                        .get(0)
                        .context())
                .containsEntry("k", "v");
    }

    private static String texts(List<ChatClientResponse> responses) {
        StringBuilder texts = new StringBuilder();
        for (ChatClientResponse response : responses) {
            for (Generation generation : require(response.chatResponse()).getResults()) {
                texts.append(generation.getOutput().getText());
            }
        }
        return texts.toString();
    }

    /** As providers' own classes are, which keep no nullness promises. */
    @SuppressWarnings("NullAway")
    private record Counted(
            @Nullable Integer prompt,
            @Nullable Integer completion,
            @Nullable Integer total) implements Usage {

        @Override
        public Integer getPromptTokens() {
            return prompt;
        }

        @Override
        public Integer getCompletionTokens() {
            return completion;
        }

        @Override
        public Integer getTotalTokens() {
            return total;
        }

        @Override
        public @Nullable Object getNativeUsage() {
            return null;
        }
    }

    /** Has no usage at all. */
    private static final class NoUsage extends ChatResponseMetadata {

        @Override
        @SuppressWarnings("NullAway")
        public Usage getUsage() {
            return null;
        }
    }
}
