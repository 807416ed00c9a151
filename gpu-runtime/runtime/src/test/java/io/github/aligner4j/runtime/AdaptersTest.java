// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Adapters from the outside: requests that name one, and Aligners that share a base. */
class AdaptersTest {

    private static final CorrectionRequest RUDE = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");

    @TempDir
    private Path parent;

    @Test
    void requests_for_base_and_adapters_at_once_get_what_peft_says() throws Exception {
        List<GoldenCheckpoint> all = new ArrayList<>();
        all.add(GoldenCheckpoint.unpack("llama-gqa", parent));
        TorchCompletionModel.Builder builder = TorchCompletionModel.builder(
                        ModelSource.folder(all.get(0).folder()))
                .options(RuntimeOptions.DEFAULT.withDtype("float32"));
        for (String name : GoldenCheckpoint.adapterNames("llama-gqa")) {
            all.add(GoldenCheckpoint.unpack(name, parent));
            builder.adapter(name, ModelSource.folder(all.get(all.size() - 1).folder()));
        }
        ExecutorService callers = Executors.newFixedThreadPool(all.size());
        try (TorchCompletionModel model = builder.open()) {
            List<Future<?>> running = new ArrayList<>();
            all.forEach(each -> running.add(callers.submit(() -> requireGolden(model, each))));
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            callers.shutdown();
        }
    }

    private static void requireGolden(TorchCompletionModel model, GoldenCheckpoint golden) {
        String adapter = golden.name().equals("llama-gqa") ? null : golden.name();
        for (GoldenRow row : golden.rows()) {
            CompletionRequest request = CompletionRequest.builder(Prompt.of(row.prompt()))
                    .adapter(adapter)
                    .prediction("The answer to the question")
                    .sampling(SamplingParameters.GREEDY.withMaxNewTokens(64))
                    .build();
            assertThat(model.generate(request, GenerationOptions.IGNORE_END_OF_SEQUENCE)
                            .tokenIds())
                    .as(golden.name())
                    .isEqualTo(row.greedyIds());
        }
    }

    @Test
    void a_stack_of_three_adapters_runs_on_one_model() throws IOException {
        try (CheckpointAligner base = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("a", nothing("a"))
                .adapter("b", nothing("b"))
                .adapter("c", nothing("c"))
                .open()) {
            AlignerStack stack = AlignerStack.builder("three")
                    .layer("first", base.withAdapter("a"))
                    .layer("second", base.withAdapter("b"))
                    .layer("third", base.withAdapter("c"))
                    .build();
            assertThat(stack.correct(RUDE).answer())
                    .isEqualTo(base.correct(RUDE).answer())
                    .contains("plan")
                    .doesNotContain("damn");
            // Four detections, two of which found something, which was corrected, and the correction read.
            assertThat(base.status().requests().completed()).isEqualTo(8);
        }
    }

    @Test
    void an_adapter_is_asked_as_its_own_descriptor_says() throws IOException {
        Path own = ZeroAdapter.write(parent.resolve("own"));
        Files.writeString(own.resolve("aligner.json"), "{\"prompt\": {\"text\": \"{question}{answer}\"}}");
        try (CheckpointAligner base = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("own", ModelSource.folder(own))
                .open()) {
            Aligner adapted = base.withAdapter("own");
            String civil = base.correct(RUDE).answer();
            assertThatThrownBy(() -> assertThat(adapted.correct(RUDE).answer()).isEqualTo(civil))
                    .isNotNull();
        }
    }

    @Test
    void a_merged_adapter_is_part_of_the_base() throws IOException {
        try (CheckpointAligner merged = CheckpointAligner.builder(ModelSource.embedded())
                .mergedAdapter(nothing("merged"))
                .open()) {
            assertThat(merged.correct(RUDE).answer()).contains("plan").doesNotContain("damn");
        }
    }

    @Test
    void an_adapter_of_a_closed_base_says_so() throws IOException {
        CheckpointAligner base = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("a", nothing("a"))
                .open();
        Aligner adapted = base.withAdapter("a");
        base.close();
        assertThatThrownBy(() -> adapted.correct(RUDE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void names_that_are_unknown_or_taken_are_refused() throws IOException {
        ModelSource nothing = nothing("a");
        try (CheckpointAligner base = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("kind", nothing)
                .open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> base.withAdapter("king"))
                    .withMessage("there is no adapter 'king'; the checkpoint was loaded with kind");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckpointAligner.builder(ModelSource.embedded())
                        .adapter("a", nothing)
                        .adapter("a", nothing))
                .withMessageContaining("two adapters named 'a'");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TorchCompletionModel.builder(ModelSource.folder(parent)).adapter(" ", nothing))
                .withMessageContaining("blank");
        assertThatThrownBy(() -> CheckpointAligner.builder(ModelSource.embedded())
                        .adapter("a", ModelSource.folder(parent.resolve("none")))
                        .open())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("there is no such folder; give the folder that holds adapter_config.json");
    }

    /** Returns an adapter that changes nothing: all zeros. */
    private ModelSource nothing(String name) throws IOException {
        return ModelSource.folder(ZeroAdapter.write(parent.resolve(name)));
    }
}
