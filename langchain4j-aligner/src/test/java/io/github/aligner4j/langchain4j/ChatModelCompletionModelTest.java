package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatModelCompletionModelTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void the_prompt_is_one_user_message_and_the_answer_the_completion() {
        ScriptedChatModel chat = new ScriptedChatModel(ChatResponse.builder()
                .aiMessage(AiMessage.from("Hello"))
                .tokenUsage(new TokenUsage(7, 2))
                .finishReason(dev.langchain4j.model.output.FinishReason.LENGTH)
                .build());
        List<String> chunks = new ArrayList<>();

        Completion completion = new ChatModelCompletionModel(chat)
                .complete(CompletionRequest.builder(Prompt.of("Say hello."))
                        .listener(chunks::add)
                        .build());

        assertThat(chat.requests.get(0).messages()).containsExactly(UserMessage.from("Say hello."));
        assertThat(completion.text()).isEqualTo("Hello");
        assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(completion.usage()).isEqualTo(new io.github.aligner4j.TokenUsage(7, 2));
        assertThat(chunks).containsExactly("Hello");
    }

    @Test
    void usage_counts_and_a_finish_reason_that_a_provider_does_not_tell_harm_nobody() {
        for (TokenUsage usage : new TokenUsage[] {null, new TokenUsage(), new TokenUsage(7, null)}) {
            ChatModel chat = new ScriptedChatModel(ChatResponse.builder()
                    .aiMessage(AiMessage.from("Hello"))
                    .tokenUsage(usage)
                    .build());

            Completion completion =
                    complete(chat, CompletionRequest.builder(Prompt.of("Hi")).build());

            assertThat(completion.text()).isEqualTo("Hello");
            assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(completion.usage().completionTokens()).isZero();
        }
    }

    @Test
    void thinking_in_the_text_is_no_part_of_the_completion() {
        assertThat(complete(
                                new ScriptedChatModel("<think>Is it rude?</think>\n\nHello"),
                                CompletionRequest.builder(Prompt.of("Hi")).build())
                        .text())
                .isEqualTo("Hello");
    }

    @Test
    void sampling_and_stop_strings_are_sent() {
        ScriptedChatModel chat = new ScriptedChatModel("Hello");
        SamplingParameters sampling = SamplingParameters.GREEDY
                .withTemperature(0.5)
                .withTopK(4)
                .withTopP(0.9)
                .withMaxNewTokens(16);

        new ChatModelCompletionModel(chat)
                .complete(CompletionRequest.builder(Prompt.of("Hi"))
                        .sampling(sampling)
                        .stop(List.of("END"))
                        .build());

        ChatRequestParameters sent = chat.requests.get(0).parameters();
        assertThat(sent.temperature()).isEqualTo(0.5);
        assertThat(sent.topK()).isEqualTo(4);
        assertThat(sent.topP()).isEqualTo(0.9);
        assertThat(sent.maxOutputTokens()).isEqualTo(16);
        assertThat(sent.stopSequences()).containsExactly("END");
    }

    @Test
    void what_a_chat_model_cannot_be_told_is_refused() {
        assertThatThrownBy(() -> complete(
                        new ScriptedChatModel("x"),
                        CompletionRequest.builder(Prompt.of("Hi"))
                                .sampling(SamplingParameters.GREEDY.withSeed(1))
                                .build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("repetition-penalty and seed can't be sent to a chat model; leave them at their defaults");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<s>", "</s>", "<|im_start|>", "<|eot_id|>", "<end_of_turn>", "[/INST]", "<<SYS>>", "<pad>"})
    void text_that_looks_like_a_special_token_is_refused_without_being_quoted(String token) {
        assertThatThrownBy(() -> complete(
                        new ScriptedChatModel("x"),
                        CompletionRequest.builder(Prompt.of("secret " + token)).build()))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageContaining("prompt of " + (7 + token.length())
                        + " characters has text that looks like a special" + " token")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_prompt_with_special_tokens_is_refused() {
        assertThatThrownBy(() -> complete(
                        new ScriptedChatModel("x"),
                        CompletionRequest.builder(new Prompt(List.of(new Prompt.SpecialToken("<odd>"))))
                                .build()))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageStartingWith("prompt of 5 characters has special tokens, which");
    }

    @Test
    void ordinary_text_with_brackets_is_no_special_token() {
        CompletionRequest request = CompletionRequest.builder(Prompt.of("a<b && c|d> [INSTANCE] <strong> <|>"))
                .build();

        assertThat(complete(new ScriptedChatModel("x"), request).text()).isEqualTo("x");
    }

    @Test
    void an_aligned_model_is_refused() {
        ChatModel aligned =
                AlignedChatModel.wrap(new ScriptedChatModel("x"), ScriptedAligner.replacing("idiot", "friend"));

        assertThatThrownBy(() -> new ChatModelCompletionModel(aligned))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an Aligner's own model must not be aligned, or its corrections would be corrected without"
                        + " end; give it AlignedChatModel.unwrap(model)");
    }

    @Test
    void a_cancelled_or_late_call_asks_nobody() {
        ScriptedChatModel chat = new ScriptedChatModel("x");
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();

        assertThatThrownBy(() -> complete(
                        chat,
                        CompletionRequest.builder(Prompt.of("Hi"))
                                .cancellation(cancellation)
                                .build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThatThrownBy(() -> complete(
                        chat,
                        CompletionRequest.builder(Prompt.of("Hi"))
                                .deadline(NOW.minusMillis(5))
                                .build()))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("the deadline passed 5 ms ago, before the chat model behind the Aligner replied; allow more"
                        + " time, or use a faster model");
        assertThat(chat.requests).isEmpty();
    }

    @Test
    void a_failing_or_silent_chat_model_is_a_failed_completion() {
        CompletionRequest request = CompletionRequest.builder(Prompt.of("Hi")).build();
        ChatModel failing = new ChatModel() {
            @Override
            public ChatResponse doChat(dev.langchain4j.model.chat.request.ChatRequest ignored) {
                throw new IllegalStateException("secret");
            }
        };
        ChatModel filtering = new ScriptedChatModel(ChatResponse.builder()
                .aiMessage(AiMessage.from("x"))
                .finishReason(dev.langchain4j.model.output.FinishReason.CONTENT_FILTER)
                .build());

        assertThatThrownBy(() -> complete(failing, request))
                .isExactlyInstanceOf(CompletionModelException.class)
                .hasMessage("the chat model behind the Aligner failed: java.lang.IllegalStateException");
        assertThatThrownBy(() -> complete(filtering, request))
                .isExactlyInstanceOf(CompletionModelException.class)
                .hasMessage("the chat model behind the Aligner gave no text; it may have been filtered");
    }

    @Test
    void an_interrupted_call_is_cancelled() {
        ChatModel interrupted = new ChatModel() {
            @Override
            public ChatResponse doChat(dev.langchain4j.model.chat.request.ChatRequest ignored) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted");
            }
        };

        assertThatThrownBy(() -> complete(
                        interrupted, CompletionRequest.builder(Prompt.of("Hi")).build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Completion complete(ChatModel chat, CompletionRequest request) {
        return new ChatModelCompletionModel(chat, Clock.fixed(NOW, ZoneOffset.UTC)).complete(request);
    }
}
