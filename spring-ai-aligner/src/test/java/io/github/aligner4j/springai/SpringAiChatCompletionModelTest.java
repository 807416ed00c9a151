// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptions;
import org.springframework.ai.chat.prompt.DefaultChatOptionsBuilder;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpringAiChatCompletionModelTest {

    private static ChatCompletionRequest.Builder request(String prompt) {
        return ChatCompletionRequest.builder(List.of(new Turn(Turn.Role.USER, prompt)));
    }

    private static Completion complete(ScriptedModel model, ChatCompletionRequest request) {
        return SpringAiChatCompletionModel.of(model).complete(request);
    }

    private static ScriptedModel replying(String text, String finishReason) {
        ChatResponse reply = Replies.of(
                Replies.generation("hm", Map.of("signature", "s"), "STOP"),
                Replies.generation(text, Map.of(), finishReason));
        return new ScriptedModel().turn(reply);
    }

    @Test
    void the_chat_models_answer_is_the_completion_and_is_streamed() {
        List<String> streamed = new ArrayList<>();

        Completion completion = complete(
                replying("hello", "STOP"), request("go").listener(streamed::add).build());

        assertThat(completion.text()).isEqualTo("hello");
        assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(completion.usage()).isEqualTo(new TokenUsage(3, 5));
        assertThat(streamed).containsExactly("hello");
    }

    @Test
    void thinking_in_the_text_is_no_part_of_the_completion() {
        assertThat(complete(
                                replying("<think>Is it rude?</think>\n\nhello", "STOP"),
                                request("go").build())
                        .text())
                .isEqualTo("hello");
    }

    @Test
    void an_answer_that_was_cut_says_so() {
        assertThat(complete(replying("hel", "max_tokens"), request("go").build())
                        .finishReason())
                .isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void sampling_and_stop_strings_are_sent_in_options_of_the_models_own_class() {
        ScriptedModel model = replying("hello", "STOP");
        SamplingParameters sampling = SamplingParameters.GREEDY
                .withTemperature(0.5)
                .withTopK(7)
                .withTopP(0.9)
                .withMaxNewTokens(11);

        complete(model, request("go").sampling(sampling).stop(List.of("##")).build());

        ChatOptions options = require(model.prompts.get(0).getOptions());
        assertThat(options).isInstanceOf(ToolCallingChatOptions.class);
        assertThat(options.getTemperature()).isEqualTo(0.5);
        assertThat(options.getTopK()).isEqualTo(7);
        assertThat(options.getTopP()).isEqualTo(0.9);
        assertThat(options.getMaxTokens()).isEqualTo(11);
        assertThat(options.getStopSequences()).containsExactly("##");
    }

    @Test
    void what_can_not_be_sent_is_refused() {
        ScriptedModel model = replying("hello", "STOP");

        assertThatThrownBy(() -> complete(
                        model,
                        request("go")
                                .sampling(SamplingParameters.GREEDY.withSeed(1))
                                .build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageStartingWith("seed 1 can't be sent: the chat model's options have no seed;");
        assertThatThrownBy(() -> complete(model, request("a </s> b").build()))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageStartingWith("a message of 8 characters has text that looks like a special token");
        assertThat(model.prompts).isEmpty();
    }

    @Test
    void cancelled_and_late_calls_are_not_made() {
        ScriptedModel model = replying("hello", "STOP");
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        SpringAiChatCompletionModel late = SpringAiChatCompletionModel.builder(model)
                .clock(() -> Instant.EPOCH.plusMillis(7))
                .build();

        assertThatThrownBy(() ->
                        complete(model, request("go").cancellation(cancellation).build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThatThrownBy(() ->
                        late.complete(request("go").deadline(Instant.EPOCH).build()))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("the deadline passed 7 ms ago, before the chat model behind the Aligner replied; allow more"
                        + " time, or use a faster model");
        assertThat(model.prompts).isEmpty();
    }

    @Test
    void a_model_that_fails_or_gives_no_text_is_an_error() {
        ScriptedModel broken = new ScriptedModel().turn(Flux.error(new IllegalStateException("secret")));

        assertThatThrownBy(() -> complete(broken, request("go").build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the chat model behind the Aligner failed: java.lang.IllegalStateException");
        assertThatThrownBy(() -> complete(
                        replying("hel", "content_filter"), request("go").build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the chat model behind the Aligner gave no text; it may have been filtered");
    }

    @Test
    void several_messages_keep_their_roles() {
        ScriptedModel model = replying("hello", "STOP");

        SpringAiChatCompletionModel.of(model)
                .complete(ChatCompletionRequest.builder(List.of(
                                new Turn(Turn.Role.SYSTEM, "rules"),
                                new Turn(Turn.Role.USER, "q"),
                                new Turn(Turn.Role.ASSISTANT, "a"),
                                new Turn(Turn.Role.USER, "go")))
                        .build());

        assertThat(model.prompts.get(0).getInstructions())
                .containsExactly(
                        new SystemMessage("rules"),
                        new UserMessage("q"),
                        new AssistantMessage("a"),
                        new UserMessage("go"));
    }

    @Test
    void a_seed_is_sent_in_options_that_have_one() {
        SeededModel model = new SeededModel();

        SpringAiChatCompletionModel.of(model)
                .complete(request("go")
                        .sampling(SamplingParameters.GREEDY.withSeed(7))
                        .build());

        assertThat(model.seeds).containsExactly(7);
    }

    @Test
    void a_stream_is_passed_on_with_the_last_finish_reason_and_usage() {
        List<String> streamed = new ArrayList<>();
        ScriptedModel model = new ScriptedModel()
                .turn(
                        Replies.word("hm", Map.of("signature", "s")),
                        Replies.word("you "),
                        Replies.word("two", Map.of("index", 1)),
                        Replies.word("friend"),
                        Replies.of(Replies.generation("", Map.of(), "length")));

        Completion completion =
                complete(model, request("go").listener(streamed::add).build());

        assertThat(streamed).containsExactly("you ", "friend");
        assertThat(completion.text()).isEqualTo("you friend");
        assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(completion.usage()).isEqualTo(new TokenUsage(3, 5));
    }

    @Test
    void a_stream_that_fails_or_is_filtered_gives_no_completion() {
        ScriptedModel model = new ScriptedModel()
                .turn(Flux.concat(Flux.just(Replies.word("half")), Flux.error(new IllegalStateException("secret"))))
                .turn(Replies.word("half"), Replies.of(Replies.generation("", Map.of(), "content_filter")));

        ChatCompletionRequest streamed = request("go").listener(text -> {}).build();
        assertThatThrownBy(() -> complete(model, streamed))
                .hasMessage("the chat model behind the Aligner failed: java.lang.IllegalStateException");
        assertThatThrownBy(() -> SpringAiChatCompletionModel.of(model).complete(streamed))
                .hasMessage("the chat model behind the Aligner gave no text; it may have been filtered");
    }

    @Test
    void a_cancelled_stream_cancels_its_subscription() {
        List<String> cancelled = new CopyOnWriteArrayList<>();
        ScriptedModel model = new ScriptedModel()
                .turn(Flux.concat(Flux.just(Replies.word("begun")), Flux.<ChatResponse>never())
                        .doOnCancel(() -> cancelled.add("cancelled")));
        Cancellation cancellation = Cancellation.create();

        assertThatThrownBy(() -> complete(
                        model,
                        request("go")
                                .cancellation(cancellation)
                                .listener(text -> cancellation.cancel())
                                .build()))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(cancelled).containsExactly("cancelled");
    }

    @Test
    void a_model_that_does_not_stream_is_called() {
        List<String> streamed = new ArrayList<>();
        SeededModel model = new SeededModel();

        SpringAiChatCompletionModel.of(model)
                .complete(request("go").listener(streamed::add).build());

        assertThat(streamed).containsExactly("seeded");
    }

    @Test
    void an_aligned_chat_client_answers_below_its_alignment_called_or_streamed() {
        ScriptedModel model = ScriptedModel.saying("You idiot");
        ChatClient aligned = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(Aligner.of(request -> {
                    throw new AssertionError("the Aligner's own model must not be aligned");
                })))
                .build();
        SpringAiChatCompletionModel own = SpringAiChatCompletionModel.of(aligned);
        SamplingParameters sampling = SamplingParameters.GREEDY.withMaxNewTokens(11);

        assertThat(own.complete(request("a {b}").sampling(sampling).build()).text())
                .isEqualTo("You idiot");
        assertThat(own.complete(request("go").listener(text -> {}).build()).text())
                .isEqualTo("You idiot");

        assertThat(require(model.prompts.get(0).getOptions()).getMaxTokens()).isEqualTo(11);
        assertThat(model.prompts.get(0).getInstructions()).containsExactly(new UserMessage("a {b}"));
    }

    /** A model whose options have a seed, in the form of OpenAI's, and which does not stream. */
    static final class SeededModel implements ChatModel {

        final List<Integer> seeds = new ArrayList<>();

        @Override
        public ChatResponse call(Prompt prompt) {
            return Replies.text("seeded");
        }

        @Override
        public ChatOptions getOptions() {
            return new DefaultChatOptions(null, null, null, null, null, null, null, null) {
                @Override
                public ChatOptions.Builder<?> mutate() {
                    return new SeededOptions(seeds);
                }
            };
        }

        /** A builder with a seed. */
        public static final class SeededOptions extends DefaultChatOptionsBuilder<SeededOptions> {

            private final List<Integer> seeds;

            SeededOptions(List<Integer> seeds) {
                this.seeds = seeds;
            }

            public SeededOptions seed(Integer seed) {
                seeds.add(seed);
                return this;
            }
        }
    }
}
