// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.TokenUsage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompletionTypesTest {

    @Test
    void neighbouring_texts_of_a_prompt_are_one_and_special_tokens_stay_apart() {
        Prompt prompt = new Prompt(List.of(
                new Prompt.Text("a"), new Prompt.Text("b"), new Prompt.SpecialToken("<x>"), new Prompt.Text("<x>")));
        assertThat(prompt.segments())
                .containsExactly(new Prompt.Text("ab"), new Prompt.SpecialToken("<x>"), new Prompt.Text("<x>"));
        assertThat(prompt.text()).isEqualTo("ab<x><x>");
    }

    @Test
    void sampling_parameters_out_of_range_are_refused_with_value_and_limit() {
        SamplingParameters greedy = SamplingParameters.GREEDY;
        assertThatThrownBy(() -> greedy.withTemperature(-0.2))
                .hasMessage("temperature must be at least 0, but was -0.2");
        assertThatThrownBy(() -> greedy.withTemperature(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> greedy.withTopK(-1)).hasMessageContaining("top-k must be at least 0");
        assertThatThrownBy(() -> greedy.withTopP(0)).hasMessageContaining("top-p must be above 0 and at most 1");
        assertThatThrownBy(() -> greedy.withTopP(1.1)).hasMessageContaining("but was 1.1");
        assertThatThrownBy(() -> greedy.withRepetitionPenalty(0)).hasMessageContaining("repetition-penalty");
        assertThatThrownBy(() -> greedy.withMaxNewTokens(0)).hasMessageContaining("max-new-tokens must be at least 1");
    }

    @Test
    void changing_one_parameter_keeps_the_others() {
        SamplingParameters parameters = SamplingParameters.GREEDY
                .withTemperature(0.7)
                .withTopK(5)
                .withTopP(0.9)
                .withRepetitionPenalty(1.1)
                .withMaxNewTokens(9)
                .withSeed(42);
        assertThat(parameters.temperature()).isEqualTo(0.7);
        assertThat(parameters.topK()).isEqualTo(5);
        assertThat(parameters.topP()).isEqualTo(0.9);
        assertThat(parameters.repetitionPenalty()).isEqualTo(1.1);
        assertThat(parameters.maxNewTokens()).hasValue(9);
        assertThat(parameters.seed()).hasValue(42);
        assertThat(parameters.greedy()).isFalse();
    }

    @Test
    void an_empty_stop_string_would_end_everything_and_is_refused() {
        CompletionRequest.Builder builder = CompletionRequest.builder(Prompt.of("p"));
        assertThatThrownBy(() -> builder.stop(List.of("a", ""))).hasMessageContaining("at least one character");
    }

    @Test
    void an_adapter_needs_a_name_and_a_strength_must_be_finite() {
        CompletionRequest.Builder builder = CompletionRequest.builder(Prompt.of("p"));
        assertThatThrownBy(() -> builder.adapter("  ")).hasMessageContaining("an adapter needs a name");
        assertThatThrownBy(() -> builder.strength(Double.POSITIVE_INFINITY))
                .hasMessage("strength must be a finite number, but was Infinity");
        assertThat(builder.build().adapter()).isEmpty();
        assertThat(builder.build().strength()).isEmpty();
    }

    @Test
    void cancelling_runs_each_action_once_and_late_ones_at_once() {
        Cancellation cancellation = Cancellation.create();
        AtomicInteger ran = new AtomicInteger();
        cancellation.onCancel(ran::incrementAndGet);
        cancellation.onCancel(ran::incrementAndGet).close();
        cancellation.cancel();
        cancellation.cancel();
        assertThat(ran).hasValue(1);
        cancellation.onCancel(ran::incrementAndGet);
        assertThat(ran).hasValue(2);
        assertThatThrownBy(cancellation::throwIfCancelled).isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void what_never_happens_cannot_be_made_to_happen() {
        assertThatThrownBy(() -> Cancellation.never().cancel()).hasMessageContaining("Cancellation.never()");
    }

    @Test
    void errors_state_the_value_and_the_limit() {
        assertThat(new PromptTooLongException(5210, 512, 4096))
                .hasMessageContaining("5210 tokens")
                .hasMessageContaining("at most 4096 less 512 reserved")
                .satisfies(e -> assertThat(e.contextTokens()).isEqualTo(4096))
                .satisfies(e -> assertThat(e.promptTokens()).isEqualTo(5210));
        assertThat(new ModelOverloadedException(256))
                .hasMessageContaining("queue is full (256 waiting)")
                .satisfies(e -> assertThat(e.limit()).isEqualTo(256));
        assertThatThrownBy(() -> new TokenUsage(-1, 0)).hasMessageContaining("promptTokens=-1");
    }
}
