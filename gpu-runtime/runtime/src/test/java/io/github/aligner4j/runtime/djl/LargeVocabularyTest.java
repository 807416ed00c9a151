// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.checkpoint.SafetensorsFile;
import io.github.aligner4j.runtime.checkpoint.SafetensorsWriter;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.aligner4j.runtime.djl.GoldenModels.ids;
import static io.github.aligner4j.runtime.djl.GoldenModels.logits;
import static io.github.aligner4j.runtime.djl.GoldenModels.relative;
import static io.github.aligner4j.runtime.djl.GoldenModels.worst;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A golden checkpoint with the vocabulary of Granite 3, 49,155 tokens: the rows of its embedding table are repeated, so that
 * each token's logit is that of transformers for the token of the row that was repeated.
 */
class LargeVocabularyTest {

    private static final int TOKENS = 49_155;
    private static final String TABLE = "model.embed_tokens.weight";

    @TempDir
    private Path parent;

    @ParameterizedTest
    @CsvSource({"granite", "granitemoehybrid"})
    void every_logit_of_an_odd_vocabulary_is_that_of_transformers(String name) throws IOException {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, parent);
        enlarge(golden.folder());
        try (TorchCausalLanguageModel model = GoldenModels.load(golden.folder(), "float32")) {
            assertThat(model.vocabularySize()).isEqualTo(TOKENS);
            for (GoldenRow row : golden.rows()) {
                assertThat(worst(logits(model, ids(row)), repeated(row.lastLogits())))
                        .isLessThan(1e-4);
            }
        }
        try (TorchCausalLanguageModel model = GoldenModels.load(golden.folder(), "int8")) {
            for (GoldenRow row : golden.rows()) {
                assertThat(relative(logits(model, ids(row)), repeated(row.lastLogits())))
                        .isLessThan(0.5);
            }
        }
    }

    private static List<Float> repeated(List<Float> logits) {
        List<Float> all = new ArrayList<>();
        for (int id = 0; id < TOKENS; id++) {
            all.add(logits.get(id % logits.size()));
        }
        return all;
    }

    private static void enlarge(Path folder) throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replaceFirst("\"vocab_size\": \\d+", "\"vocab_size\": " + TOKENS));
        Path weights = folder.resolve("model.safetensors");
        List<StoredTensor> tensors = List.copyOf(SafetensorsFile.read(weights).values());
        List<float[]> values = tensors.stream().map(LargeVocabularyTest::values).toList();
        SafetensorsWriter.write(
                weights, tensors.stream().map(LargeVocabularyTest::info).toList(), values::get);
    }

    private static TensorInfo info(StoredTensor tensor) {
        return tensor.name().equals(TABLE)
                ? new TensorInfo(
                        TABLE,
                        tensor.type(),
                        List.of((long) TOKENS, tensor.shape().get(1)))
                : new TensorInfo(tensor.name(), tensor.type(), tensor.shape());
    }

    private static float[] values(StoredTensor tensor) {
        float[] values = tensor.floats();
        if (!tensor.name().equals(TABLE)) {
            return values;
        }
        float[] all = new float[TOKENS * Math.toIntExact(tensor.shape().get(1))];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i % values.length];
        }
        return all;
    }
}
