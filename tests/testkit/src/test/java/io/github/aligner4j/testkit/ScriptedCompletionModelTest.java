// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScriptedCompletionModelTest {

    private static final CompletionRequest REQUEST = CompletionRequest.builder(Prompt.of("Say two words."))
            .adapter("polite")
            .build();

    @Test
    void it_answers_in_order_and_records_requests() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answeringInOrder(List.of("one", "two words"));

        assertThat(model.complete(REQUEST).text()).isEqualTo("one");
        Completion second = model.complete(REQUEST);
        assertThat(second.text()).isEqualTo("two words");
        assertThat(second.usage()).isEqualTo(new TokenUsage(3, 2));
        assertThat(model.requests()).containsExactly(REQUEST, REQUEST);
    }

    @Test
    void the_next_call_can_fail_and_every_call_can() {
        ModelOverloadedException overloaded = new ModelOverloadedException(4);
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("yes").failNext(overloaded);

        assertThatThrownBy(() -> model.complete(REQUEST)).isSameAs(overloaded);
        assertThat(model.complete(REQUEST).text()).isEqualTo("yes");
        assertThatThrownBy(() -> ScriptedCompletionModel.failing(overloaded).complete(REQUEST))
                .isSameAs(overloaded);
    }

    @Test
    void a_blocked_call_waits_until_it_is_released() throws Exception {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("yes").block();
        CompletableFuture<Completion> call = CompletableFuture.supplyAsync(() -> model.complete(REQUEST));
        model.awaitRequests(1);

        assertThat(call).isNotDone();
        model.release();
        assertThat(call.get().text()).isEqualTo("yes");
    }

    @Test
    void its_tokens_are_certain_unless_log_probabilities_are_scripted() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("two words");
        CompletionRequest one =
                CompletionRequest.builder(Prompt.of("Why?")).topLogprobs(1).build();
        List<TokenLogprobs> unsure = List.of(
                new TokenLogprobs("two", -0.1, List.of(new Alternative("two", -0.1), new Alternative("2", -3))));

        assertThat(model.complete(REQUEST).logprobs()).isEmpty();
        assertThat(model.complete(one).logprobs())
                .containsExactly(
                        new TokenLogprobs("two", 0, List.of(new Alternative("two", 0))),
                        new TokenLogprobs(" words", 0, List.of(new Alternative(" words", 0))));
        model.logprobsBy(request -> unsure);
        assertThat(model.complete(REQUEST).logprobs()).isEmpty();
        assertThat(model.complete(one).logprobs())
                .containsExactly(new TokenLogprobs("two", -0.1, List.of(new Alternative("two", -0.1))));
        model.reset();
        assertThat(model.complete(one).logprobs()).hasSize(2);
    }

    @Test
    void the_script_can_be_changed_and_reset() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("yes");
        model.completeBy(request -> request.adapter().orElse("none"));

        assertThat(model.complete(REQUEST).text()).isEqualTo("polite");
        model.reset();
        assertThat(model.complete(REQUEST).text()).isEqualTo("yes");
        assertThat(model.requests()).hasSize(1);
    }
}
