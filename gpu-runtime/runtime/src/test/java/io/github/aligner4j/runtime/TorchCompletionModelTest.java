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

    private static final Prompt PROMPT = Prompt.of("##Answer: The manual of the first device"
            + " is in the box, and the other one is on the table beside it, as I said. ##Correction:");

    private static final GenerationOptions PLAIN = GenerationOptions.DEFAULT.withDrafting(Drafting.NONE);

    private static EmbeddedCheckpoint checkpoint;
    private static TorchCompletionModel model;

    @BeforeAll
    static void open() {
        checkpoint = EmbeddedCheckpoint.unpack();
        model = TorchCompletionModel.open(checkpoint.folder());
    }

    @AfterAll
    static void close() {
        model.close();
        checkpoint.close();
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
        try (TorchCompletionModel chunked =
                TorchCompletionModel.builder(checkpoint.folder()).stepTokens(5).open()) {
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
    void a_copy_bias_that_outweighs_the_model_leaves_the_prediction_as_it_is() {
        String rude = " Read the damn manual.";
        Prompt prompt = Prompt.of("##Answer:" + rude + " ##Correction:");
        CompletionRequest alone = CompletionRequest.builder(prompt)
                .prediction(rude)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(20))
                .build();
        CompletionRequest held =
                CompletionRequest.builder(prompt).prediction(rude).build();
        assertThat(model.complete(alone).text()).isNotEqualTo(rude);
        assertThat(model.complete(held, 1000).text()).isEqualTo(rude);
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
        assertThatThrownBy(() -> TorchCompletionModel.open(folder)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void options_out_of_range_are_named() {
        TorchCompletionModel.Builder builder = TorchCompletionModel.builder(checkpoint.folder());

        assertThatThrownBy(() -> builder.device("tpu")).hasMessageContaining("unknown device 'tpu'");
        assertThatThrownBy(() -> builder.dtype("int3")).hasMessageContaining("unknown dtype 'int3'");
        assertThatThrownBy(() -> builder.threads(-1)).hasMessageContaining("bad number of threads -1");
        assertThatThrownBy(() -> builder.maxQueuedRequests(0)).hasMessageContaining("max-queued-requests");
        assertThatThrownBy(() -> builder.prefillChunk(-1)).hasMessageContaining("prefill-chunk");
        assertThatThrownBy(() -> builder.maxRunningRequests(0)).hasMessageContaining("max-running-requests");
        assertThatThrownBy(() -> builder.stepTokens(-1)).hasMessageContaining("step-tokens");
        assertThatThrownBy(() -> builder.cacheMemory(0)).hasMessageContaining("cache-memory");
        assertThatThrownBy(() -> builder.prefixCacheMemory(-1)).hasMessageContaining("prefix-cache-memory");
        assertThatThrownBy(() -> builder.reservedTokens(0).open()).hasMessageContaining("reserved-tokens");
    }

    private static CompletionRequest limited(int maxNewTokens) {
        return CompletionRequest.builder(PROMPT)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(maxNewTokens))
                .build();
    }
}
