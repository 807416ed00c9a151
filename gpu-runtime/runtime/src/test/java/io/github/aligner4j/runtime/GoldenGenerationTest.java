// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** From text to text through everything there is: tokenizer, queue, device, sampler. */
class GoldenGenerationTest {

    static List<String> names() {
        return GoldenCheckpoint.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_family_writes_what_transformers_writes(String name, @TempDir Path folder) {
        GoldenCheckpoint checkpoint = GoldenCheckpoint.unpack(name, folder);
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.folder(checkpoint.folder()))
                .options(RuntimeOptions.DEFAULT
                        .withDevice("cpu")
                        .withDtype("float32")
                        .withScheduling(SchedulingOptions.DEFAULT.withMaxBatchTokens(23)))
                .open()) {
            for (GoldenRow row : checkpoint.rows()) {
                Generation generation = generate(model, row);

                assertThat(generation.tokenIds()).isEqualTo(row.greedyIds());
                assertThat(generation.completion().usage().promptTokens())
                        .isEqualTo(row.inputIds().size());
            }
        }
    }

    private static Generation generate(TorchCompletionModel model, GoldenRow row) {
        StringBuilder streamed = new StringBuilder();
        CompletionRequest request = CompletionRequest.builder(Prompt.of(row.prompt()))
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(
                        row.greedyIds().size()))
                .listener(streamed::append)
                .build();
        Generation generation = model.generate(request, GenerationOptions.IGNORE_END_OF_SEQUENCE);
        assertThat(streamed).hasToString(generation.completion().text());
        return generation;
    }
}
