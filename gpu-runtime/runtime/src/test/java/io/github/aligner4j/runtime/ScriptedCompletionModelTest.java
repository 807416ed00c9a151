// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import io.github.aligner4j.testkit.CompletionModelContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScriptedCompletionModelTest extends CompletionModelContract {

    private final ScriptedCausalLanguageModel network =
            new ScriptedCausalLanguageModel("Überaus höflich, 😀 every word of it; ".repeat(9), 512);
    private final TorchCompletionModel model = ScriptedModels.open(network, SchedulingOptions.DEFAULT);

    @AfterEach
    void close() {
        model.close();
    }

    @Override
    protected CompletionModel model() {
        return model;
    }

    @Override
    protected Prompt prompt() {
        return Prompt.of("How? >");
    }

    @Test
    void it_counts_tokens_and_tells_its_limits() {
        assertThat(model.countTokens(Prompt.of("é>"))).isEqualTo(4);
        assertThat(model.contextTokens()).isEqualTo(512);
        assertThat(model.loadTime()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_prepared_beginning_is_not_read_again() {
        Prompt whole = Prompt.of("Where is the manual? In the box, which is on the table. >");
        model.prefill(CompletionRequest.builder(Prompt.of("Where is the manual? In the box"))
                .build());
        while (model.status().prefixCache().entries() == 0) {
            Thread.onSpinWait();
        }
        Generation generation = model.generate(CompletionRequest.builder(whole).build());

        assertThat(generation.reusedTokens()).isEqualTo(32);
        assertThat(model.status().prefixCache().reusedTokens()).isEqualTo(32);
        assertThat(model.status().kvCache().limitBytes()).isPositive();
    }

    @Test
    void a_hint_that_can_not_be_taken_is_forgotten() {
        model.prefill(CompletionRequest.builder(Prompt.of("x".repeat(1000))).build());
        model.prefill(
                CompletionRequest.builder(Prompt.of("half a character \ud83d")).build());
        model.close();
        model.prefill(CompletionRequest.builder(prompt()).build());

        assertThat(model.status().requests().failed()).isZero();
    }

    @Test
    void a_request_that_could_never_have_the_memory_is_refused_with_the_numbers() {
        SchedulingOptions small = SchedulingOptions.DEFAULT.withKvCacheBytes(100);
        try (TorchCompletionModel cramped =
                ScriptedModels.open(new ScriptedCausalLanguageModel("never said", 512), small)) {
            assertThatThrownBy(() ->
                            cramped.complete(CompletionRequest.builder(prompt()).build()))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessage("keys and values of up to 512 tokens take 512 bytes, but cache-memory is 100 bytes;"
                            + " raise cache-memory, or lower max-new-tokens, or shorten the prompt");
        }
    }

    @Test
    void its_status_tells_what_it_did_and_that_it_is_closed() {
        model.complete(CompletionRequest.builder(prompt()).build());
        model.close();

        RuntimeStatus status = model.status();
        assertThat(status.requests().completed()).isEqualTo(1);
        assertThat(status.closed()).isTrue();
        assertThat(status.device()).isEqualTo("cpu");
        assertThat(status.dtype()).isEqualTo("float32");
        assertThat(status.kernelFallbacks())
                .containsExactly("96 x 32 float32: padded (the fast product was off by 0.31)");
    }

    @Test
    void closing_frees_the_network_once_and_ends_all_use() {
        model.close();
        model.close();

        assertThat(network.isClosed()).isTrue();
        assertThatThrownBy(
                        () -> model.complete(CompletionRequest.builder(prompt()).build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model 'scripted' is closed");
        assertThatThrownBy(() -> model.countTokens(prompt())).hasMessage("model 'scripted' is closed");
    }
}
