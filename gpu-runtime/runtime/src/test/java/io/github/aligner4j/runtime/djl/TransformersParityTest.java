// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.aligner4j.runtime.djl.GoldenModels.greedy;
import static io.github.aligner4j.runtime.djl.GoldenModels.ids;
import static io.github.aligner4j.runtime.djl.GoldenModels.logits;
import static io.github.aligner4j.runtime.djl.GoldenModels.relative;
import static io.github.aligner4j.runtime.djl.GoldenModels.worst;
import static org.assertj.core.api.Assertions.assertThat;

class TransformersParityTest {

    private static final double FLOAT32_BOUND = 1e-4;

    @TempDir
    private Path folder;

    static List<String> names() {
        return GoldenCheckpoint.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void logits_in_float32_equal_those_of_transformers(String name) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        try (TorchCausalLanguageModel model = GoldenModels.load(golden.folder(), "float32")) {
            for (GoldenRow row : golden.rows()) {
                int[] ids = ids(row);
                int half = ids.length / 2;
                assertThat(worst(logits(model, ids), row.lastLogits()))
                        .as("whole")
                        .isLessThan(FLOAT32_BOUND);
                assertThat(worst(logits(model, ids, half), row.lastLogits()))
                        .as("two passes")
                        .isLessThan(FLOAT32_BOUND);
                assertThat(worst(logits(model, ids, 1, half - 1, 1), row.lastLogits()))
                        .as("four passes")
                        .isLessThan(FLOAT32_BOUND);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void greedy_tokens_in_float32_equal_those_of_transformers(String name) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        try (TorchCausalLanguageModel model = GoldenModels.load(golden.folder(), "float32")) {
            for (GoldenRow row : golden.rows()) {
                List<Integer> expected = row.greedyIds();
                assertThat(greedy(model, ids(row), expected.size())).isEqualTo(expected);
            }
        }
    }

    /** Bounds are about twice what was seen; random weights amplify rounding. */
    @ParameterizedTest
    @CsvSource({
        "llama-gqa, bfloat16, 0.03",
        "llama-tied, bfloat16, 0.3",
        "qwen3, bfloat16, 0.2",
        "gemma2, bfloat16, 0.15",
        "gemma3, bfloat16, 0.2",
        "mistral, float16, 0.01",
        "gemma2, float16, 0.03",
        "gemma3, float16, 0.04",
        "llama-gqa, int8, 0.05",
        "llama-tied, int8, 0.5",
        "qwen2, int8, 0.5",
        "qwen3, int8, 0.5",
        "gemma2, int8, 0.5",
        "llama-odd, bfloat16, 0.05",
        "qwen2-odd, bfloat16, 0.3",
        "gemma2-odd, bfloat16, 0.15",
        "gemma3-odd, bfloat16, 0.2",
        "llama-odd, float16, 0.02",
        "qwen2-odd, float16, 0.03",
        "gemma2-odd, float16, 0.03",
        "gemma3-odd, float16, 0.04",
        "llama-odd, int8, 0.1",
        "qwen2-odd, int8, 0.5",
        "gemma2-odd, int8, 0.5",
        "gemma3-odd, int8, 0.5",
        "granite, bfloat16, 0.1",
        "granitemoehybrid, bfloat16, 0.1",
        "granitemoehybrid, float16, 0.02",
        "granite, int8, 0.5",
        "granitemoehybrid, int8, 0.5"
    })
    void logits_in_smaller_types_are_near(String name, String dtype, double bound) {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
        try (TorchCausalLanguageModel model = GoldenModels.load(golden.folder(), dtype)) {
            assertThat(model.dtype()).isEqualTo(dtype);
            for (GoldenRow row : golden.rows()) {
                assertThat(relative(logits(model, ids(row)), row.lastLogits())).isLessThan(bound);
            }
        }
    }

    @Test
    void programs_without_prepacking_give_the_same() {
        TorchEngine.start(1);
        for (String name : List.of(
                "llama-gqa", "llama-tied", "gemma2", "llama-odd", "qwen2-odd", "gemma3-odd", "granitemoehybrid")) {
            GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, folder);
            Execution plain = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PLAIN);
            CheckpointDirectory checkpoint = CheckpointDirectory.open(golden.folder());
            try (TorchCausalLanguageModel model = TorchEngine.load(checkpoint, List.of(plain))) {
                GoldenRow row = golden.rows().get(3);
                assertThat(worst(logits(model, ids(row)), row.lastLogits())).isLessThan(FLOAT32_BOUND);
            }
        }
    }
}
