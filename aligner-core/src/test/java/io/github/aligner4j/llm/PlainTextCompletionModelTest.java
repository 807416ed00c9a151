// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlainTextCompletionModelTest {

    private final List<ChatCompletionRequest> asked = new ArrayList<>();
    private final PlainTextCompletionModel model = new PlainTextCompletionModel(request -> {
        asked.add(request);
        request.listener().onText("fine");
        return new Completion("fine", FinishReason.STOP, TokenUsage.NONE, CompletionTimings.NONE);
    });

    @Test
    void the_prompt_is_one_user_message_and_the_rest_of_the_request_goes_along() {
        Cancellation cancellation = Cancellation.create();
        List<String> heard = new ArrayList<>();
        SamplingParameters sampling = SamplingParameters.GREEDY.withSeed(3).withMaxNewTokens(9);

        Completion completion = model.complete(CompletionRequest.builder(Prompt.of("Say hello."))
                .sampling(sampling)
                .stop(List.of("END"))
                .deadline(Instant.MAX)
                .cancellation(cancellation)
                .prediction("ignored")
                .listener(heard::add)
                .build());

        ChatCompletionRequest sent = asked.get(0);
        assertThat(sent.messages()).containsExactly(new Turn(Turn.Role.USER, "Say hello."));
        assertThat(sent.sampling()).isEqualTo(sampling);
        assertThat(sent.stop()).containsExactly("END");
        assertThat(sent.deadline()).contains(Instant.MAX);
        assertThat(sent.cancellation()).isSameAs(cancellation);
        assertThat(completion.text()).isEqualTo("fine");
        assertThat(heard).containsExactly("fine");
    }

    @Test
    void what_a_chat_model_can_not_be_told_is_refused_and_never_left_out() {
        CompletionRequest.Builder plain = CompletionRequest.builder(Prompt.of("p"));
        assertThatThrownBy(() -> model.complete(plain.adapter("civil").build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("adapter 'civil' can't be sent to a chat model")
                .hasMessageContaining("model name");
        assertThatThrownBy(
                        () -> model.complete(plain.adapter(null).strength(0.5).build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessageContaining("strength 0.5 can't be sent");
        assertThatThrownBy(() -> model.complete(
                        CompletionRequest.builder(Prompt.of("p")).topLogprobs(1).build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage(
                        "log probabilities can't be had from a chat model; set top-logprobs to 0, or if a detector needs them, use an engine that returns them");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_prompt_that_is_blank_or_has_special_tokens_is_refused_before_the_model_sees_it() {
        assertThatThrownBy(() -> model.complete(
                        CompletionRequest.builder(Prompt.of(" \n")).build()))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the prompt is blank, but a chat model needs text; check the template");
        assertThatThrownBy(() ->
                        model.complete(CompletionRequest.builder(new Prompt(List.of(new Prompt.SpecialToken("<odd>"))))
                                .build()))
                .isInstanceOf(UnsafePromptException.class)
                .hasMessageStartingWith("prompt of 5 characters has special tokens, which");
        assertThat(asked).isEmpty();
    }
}
