// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

class CheckpointAverageTest {

    @TempDir
    private Path folder;

    private Path base = Path.of("");

    @BeforeEach
    void unpack() {
        base = GoldenCheckpoint.unpack("llama-tied", folder).folder();
    }

    @Test
    void each_weight_is_the_mean() throws IOException {
        Path other = shifted(3, StoredType.F32);
        Path mean = folder.resolve("mean");

        CheckpointAverage.write(List.of(base, other, other), mean);

        CheckpointDirectory averaged = CheckpointDirectory.open(mean);
        for (Parameter parameter : parameters()) {
            float[] before =
                    CheckpointDirectory.open(base).stored(parameter.name()).floats();
            float[] after = averaged.stored(parameter.name()).floats();
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < after.length; i++) {
                assertThat(after[i]).isCloseTo(before[i] + 2, offset(1e-5f));
            }
        }
        assertThat(mean.resolve("tokenizer.json")).hasSameBinaryContentAs(base.resolve("tokenizer.json"));
    }

    @Test
    void the_mean_of_float16_weights_is_float16() throws IOException {
        Path half = shifted(0, StoredType.F16);
        Path mean = folder.resolve("mean");

        CheckpointAverage.write(List.of(half, half), mean);

        CheckpointDirectory averaged = CheckpointDirectory.open(mean);
        assertThat(averaged.storedType()).isEqualTo(StoredType.F16);
        assertThat(mean.resolve("config.json")).content().contains("\"torch_dtype\" : \"float16\"");
        String name = parameters().get(0).name();
        assertThat(averaged.stored(name).floats())
                .isEqualTo(CheckpointDirectory.open(half).stored(name).floats());
    }

    @Test
    void what_has_no_mean_is_named() throws IOException {
        Path other = GoldenCheckpoint.unpack("mistral", folder).folder();
        Path mean = folder.resolve("mean");

        assertThatThrownBy(() -> CheckpointAverage.write(List.of(base), mean))
                .hasMessageContaining("an average needs at least 2 checkpoints, but got 1");
        assertThatThrownBy(() -> CheckpointAverage.write(List.of(base, other), mean))
                .hasMessageContaining("only checkpoints of the same shape can be averaged");
        assertThat(mean).doesNotExist();
        assertThatThrownBy(() -> CheckpointAverage.write(List.of(base, base), other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this exists already; name a new folder");
    }

    /** Writes the base with {@code shift} added to each weight. */
    private Path shifted(float shift, StoredType type) throws IOException {
        CheckpointDirectory from = CheckpointDirectory.open(base);
        Path to = Files.createDirectory(folder.resolve("shifted-" + type));
        new CheckpointWriter(base, ParameterLayout.full(from.config()), null).write(to, type, i -> {
            float[] values = from.stored(parameters().get(i).name()).floats();
            for (int j = 0; j < values.length; j++) {
                values[j] += shift;
            }
            return values;
        });
        return to;
    }

    private List<Parameter> parameters() {
        return ParameterLayout.full(CheckpointDirectory.open(base).config()).parameters();
    }
}
