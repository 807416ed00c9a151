// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LangChain4jChatCompletionModelTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void the_prompt_is_one_user_message_and_the_answer_the_completion() {
        ScriptedChatModel chat = new ScriptedChatModel(ChatResponse.builder()
                .aiMessage(AiMessage.from("Hello"))
                .tokenUsage(new TokenUsage(7, 2))
                .finishReason(dev.langchain4j.model.output.FinishReason.LENGTH)
                .build());
        List<String> chunks = new ArrayList<>();

        Completion completion = LangChain4jChatCompletionModel.of(chat)
                .complete(request("Say hello.").listener(chunks::add).build());

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

            Completion completion = complete(chat, request("Hi").build());

            assertThat(completion.text()).isEqualTo("Hello");
            assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(completion.usage().completionTokens()).isZero();
        }
    }

    @Test
    void thinking_in_the_text_is_no_part_of_the_completion() {
        assertThat(complete(
                                new ScriptedChatModel("<think>Is it rude?</think>\n\nHello"),
                                request("Hi").build())
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

        LangChain4jChatCompletionModel.of(chat)
                .complete(request("Hi").sampling(sampling).stop(List.of("END")).build());

        ChatRequestParameters sent = chat.requests.get(0).parameters();
        assertThat(sent.temperature()).isEqualTo(0.5);
        assertThat(sent.topK()).isEqualTo(4);
        assertThat(sent.topP()).isEqualTo(0.9);
        assertThat(sent.maxOutputTokens()).isEqualTo(16);
        assertThat(sent.stopSequences()).containsExactly("END");
    }

    @Test
    void a_cancelled_or_late_call_asks_nobody() {
        ScriptedChatModel chat = new ScriptedChatModel("x");
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();

        assertThatThrownBy(() ->
                        complete(chat, request("Hi").cancellation(cancellation).build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThatThrownBy(() -> complete(
                        chat, request("Hi").deadline(NOW.minusMillis(5)).build()))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("the deadline passed 5 ms ago, before the chat model behind the Aligner replied; allow more"
                        + " time, or use a faster model");
        assertThat(chat.requests).isEmpty();
    }

    @Test
    void a_failing_or_silent_chat_model_is_a_failed_completion() {
        ChatCompletionRequest request = request("Hi").build();
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

        assertThatThrownBy(() -> complete(interrupted, request("Hi").build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void several_messages_keep_their_roles() {
        ScriptedChatModel chat = new ScriptedChatModel("Hello");

        LangChain4jChatCompletionModel.of(chat)
                .complete(ChatCompletionRequest.builder(List.of(
                                new Turn(Turn.Role.SYSTEM, "rules"),
                                new Turn(Turn.Role.USER, "q"),
                                new Turn(Turn.Role.ASSISTANT, "a"),
                                new Turn(Turn.Role.USER, "")))
                        .build());

        assertThat(chat.requests.get(0).messages())
                .containsExactly(
                        SystemMessage.from("rules"), UserMessage.from("q"), AiMessage.from("a"), UserMessage.from(""));
    }

    @Test
    void text_like_a_special_token_is_sent_only_where_contents_are_text() {
        ScriptedChatModel chat = new ScriptedChatModel("Hello");

        assertThatThrownBy(() -> complete(chat, request("a </s> b").build()))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageContaining("contentsAreText()");
        assertThat(chat.requests).isEmpty();

        LangChain4jChatCompletionModel.builder(chat)
                .contentsAreText()
                .build()
                .complete(request("a </s> b").build());
        assertThat(chat.requests.get(0).messages()).containsExactly(UserMessage.from("a </s> b"));
    }

    @Test
    void a_seed_is_sent_to_models_whose_parameters_have_one_and_refused_by_others() {
        ScriptedChatModel chat = new ScriptedChatModel("Hello");
        ChatCompletionRequest seeded = request("Hi")
                .sampling(SamplingParameters.GREEDY.withTemperature(0.7).withSeed(7))
                .build();
        assertThatThrownBy(() -> complete(chat, seeded))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageStartingWith("seed 7 can't be sent: the chat model's request parameters have no seed;");

        chat.defaults = SeededParameters.builder().build();
        complete(chat, seeded);

        SeededParameters sent = (SeededParameters) chat.requests.get(0).parameters();
        assertThat(sent.seed).isEqualTo(7);
        assertThat(sent.temperature()).isEqualTo(0.7);
    }

    @Test
    void the_models_own_sampling_is_kept_if_it_is_told_so() {
        ScriptedChatModel chat = new ScriptedChatModel("Hello");

        LangChain4jChatCompletionModel.builder(chat)
                .modelSampling()
                .build()
                .complete(request("Hi")
                        .sampling(SamplingParameters.GREEDY.withTopP(0.5).withMaxNewTokens(9))
                        .build());

        ChatRequestParameters sent = chat.requests.get(0).parameters();
        assertThat(sent.temperature()).isNull();
        assertThat(sent.topP()).isNull();
        assertThat(sent.maxOutputTokens()).isEqualTo(9);
    }

    @Test
    void aligned_models_are_unwrapped() {
        ScriptedChatModel upstream = new ScriptedChatModel("You idiot");
        ChatModel aligned = AlignedChatModel.wrap(upstream, ScriptedAligner.replacing("idiot", "friend"));
        StreamingChatModel streaming = AlignedStreamingChatModel.wrap(
                new ScriptedStreamingChatModel("You ", "idiot"), ScriptedAligner.replacing("idiot", "friend"));

        assertThat(complete(aligned, request("Hi").build()).text()).isEqualTo("You idiot");
        assertThat(LangChain4jChatCompletionModel.of(streaming)
                        .complete(request("Hi").build())
                        .text())
                .isEqualTo("You idiot");
    }

    @Test
    void a_streaming_model_streams_to_the_listener_and_is_not_asked_without_one() {
        ScriptedStreamingChatModel streaming = new ScriptedStreamingChatModel("<think>Hm.</think>", "You ", "are kind");
        ScriptedChatModel chat = new ScriptedChatModel("called");
        LangChain4jChatCompletionModel both = LangChain4jChatCompletionModel.builder(chat)
                .streaming(streaming)
                .build();
        List<String> chunks = new ArrayList<>();

        assertThat(both.complete(request("Hi").build()).text()).isEqualTo("called");
        assertThat(both.complete(request("Hi").listener(chunks::add).build()).text())
                .isEqualTo("You are kind");

        assertThat(chunks).containsExactly("You ", "are kind");
        assertThat(streaming.requests).hasSize(1);
        assertThat(chat.requests).hasSize(1);
    }

    @Test
    void a_cancelled_stream_cancels_the_streaming_model() {
        ScriptedStreamingChatModel streaming = new ScriptedStreamingChatModel(
                (handler, handle) -> ScriptedStreamingChatModel.text(handler, handle, "begun"));
        Cancellation cancellation = Cancellation.create();

        assertThatThrownBy(() -> LangChain4jChatCompletionModel.of(streaming)
                        .complete(request("Hi")
                                .cancellation(cancellation)
                                .listener(text -> cancellation.cancel())
                                .build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(streaming.handles.get(0).isCancelled()).isTrue();
    }

    @Test
    void a_stream_that_is_filtered_fails_or_is_empty_gives_no_completion() {
        ChatResponse filtered = ChatResponse.builder()
                .aiMessage(AiMessage.from("x"))
                .finishReason(dev.langchain4j.model.output.FinishReason.CONTENT_FILTER)
                .build();
        ScriptedStreamingChatModel streaming = new ScriptedStreamingChatModel(
                (handler, handle) -> handler.onCompleteResponse(filtered),
                (handler, handle) -> handler.onError(new IllegalStateException("secret")),
                (handler, handle) -> handler.onCompleteResponse(null));
        LangChain4jChatCompletionModel model = LangChain4jChatCompletionModel.of(streaming);

        assertThatThrownBy(() -> model.complete(request("Hi").build()))
                .isExactlyInstanceOf(CompletionModelException.class)
                .hasMessage("the chat model behind the Aligner gave no text; it may have been filtered");
        assertThatThrownBy(() -> model.complete(request("Hi").build()))
                .hasMessage("the chat model behind the Aligner failed: java.lang.IllegalStateException");
        assertThatThrownBy(() -> model.complete(request("Hi").build()))
                .hasMessage("the chat model behind the Aligner failed: java.lang.NullPointerException");
    }

    private static ChatCompletionRequest.Builder request(String user) {
        return ChatCompletionRequest.builder(List.of(new Turn(Turn.Role.USER, user)));
    }

    private static Completion complete(ChatModel chat, ChatCompletionRequest request) {
        return LangChain4jChatCompletionModel.builder(chat)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build()
                .complete(request);
    }

    /** Request parameters of a provider that takes seeds, in the form of OpenAI's. */
    public static final class SeededParameters extends DefaultChatRequestParameters {

        final @Nullable Integer seed;

        SeededParameters(Builder builder) {
            super(builder);
            this.seed = builder.seed;
        }

        public static Builder builder() {
            return new Builder();
        }

        public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

            private @Nullable Integer seed;

            public Builder seed(Integer seed) {
                this.seed = seed;
                return this;
            }

            @Override
            public SeededParameters build() {
                return new SeededParameters(this);
            }
        }

        @Override
        public ChatRequestParameters overrideWith(ChatRequestParameters that) {
            return that;
        }
    }
}
