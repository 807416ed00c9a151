// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.testkit.CompletionModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract on a real checkpoint, the embedded one. */
class TorchCompletionModelTest extends CompletionModelContract {

    private static final Prompt PROMPT =
            Prompt.of("##Answer: The damn manual of the first device is in the box, and the"
                    + " other one is on the table beside it, as I said to all of you twice on Monday. ##Correction: +");

    private static final GenerationOptions PLAIN = GenerationOptions.DEFAULT.withDrafting(Drafting.NONE);

    private static TorchCompletionModel model;

    @BeforeAll
    static void open() {
        model = TorchCompletionModel.open(ModelSource.embedded());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Override
    protected CompletionModel model() {
        return model;
    }

    @Override
    protected Prompt prompt() {
        return PROMPT;
    }

    @Test
    void chunks_of_the_prompt_do_not_change_the_tokens() {
        Generation whole = model.generate(limited(24), PLAIN);
        RuntimeOptions small = RuntimeOptions.DEFAULT.withScheduling(SchedulingOptions.DEFAULT.withMaxBatchTokens(5));
        try (TorchCompletionModel chunked = TorchCompletionModel.builder(ModelSource.embedded())
                .options(small)
                .open()) {
            Generation inChunks = chunked.generate(limited(24), PLAIN);

            assertThat(inChunks.tokenIds()).isEqualTo(whole.tokenIds());
            assertThat(whole.forwardPasses()).isEqualTo(24);
            assertThat(inChunks.forwardPasses()).isEqualTo((model.countTokens(PROMPT) + 4) / 5 + 23);
        }
    }

    @Test
    void end_of_sequence_can_be_ignored() {
        Generation generation = model.generate(limited(200), GenerationOptions.IGNORE_END_OF_SEQUENCE);

        assertThat(generation.tokenIds()).hasSize(200);
        assertThat(model.generate(limited(200)).tokenIds()).hasSizeLessThan(200);
    }

    @Test
    void a_prompt_that_does_not_fit_is_refused_with_the_numbers() {
        Prompt tooLong = Prompt.of("x ".repeat(model.contextTokens()));

        assertThatThrownBy(
                        () -> model.complete(CompletionRequest.builder(tooLong).build()))
                .isInstanceOf(PromptTooLongException.class)
                .hasMessageContaining("takes at most " + model.contextTokens() + " less 1");
    }

    @Test
    void status_tells_where_it_runs() {
        RuntimeStatus status = model.status();

        assertThat(status.device()).isNotEmpty();
        assertThat(status.dtype()).isIn("float32", "bfloat16", "float16");
        assertThat(status.closed()).isFalse();
        assertThat(model.loadTime()).isPositive();
        assertThat(model.countTokens(Prompt.of("a"))).isEqualTo(2);
    }

    @Test
    void a_folder_that_is_no_checkpoint_is_refused(@TempDir Path folder) {
        assertThatThrownBy(() -> TorchCompletionModel.open(ModelSource.folder(folder)))
                .isInstanceOf(CheckpointException.class);
    }

    @Test
    void reserved_tokens_out_of_range_are_named() {
        TorchCompletionModel.Builder builder =
                TorchCompletionModel.builder(ModelSource.embedded()).reservedTokens(0);

        assertThatThrownBy(builder::open).hasMessageContaining("reserved-tokens");
    }

    private static CompletionRequest limited(int maxNewTokens) {
        return CompletionRequest.builder(PROMPT)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(maxNewTokens))
                .build();
    }
}
