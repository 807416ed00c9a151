package io.github.aligner4j.springai;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatModelCompletionModelTest {

    private static CompletionRequest.Builder request(String prompt) {
        return CompletionRequest.builder(Prompt.of(prompt));
    }

    private static Completion complete(ScriptedModel model, CompletionRequest request) {
        return new ChatModelCompletionModel(model).complete(request);
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
                .hasMessage("repetition-penalty and seed can't be sent to a chat model; leave them at their defaults");
        assertThatThrownBy(() -> complete(model, request("a </s> b").build()))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageStartingWith("prompt of 8 characters has text that looks like a special token");
        assertThat(model.prompts).isEmpty();
    }

    @Test
    void cancelled_and_late_calls_are_not_made() {
        ScriptedModel model = replying("hello", "STOP");
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        ChatModelCompletionModel late = new ChatModelCompletionModel(model, () -> Instant.EPOCH.plusMillis(7));

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
}
