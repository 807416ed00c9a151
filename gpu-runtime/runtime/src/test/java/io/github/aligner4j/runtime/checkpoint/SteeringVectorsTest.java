// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.golden.GoldenCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SteeringVectorsTest {

    @TempDir
    private Path parent;

    private Path folder = Path.of("");

    @BeforeEach
    void unpack() {
        folder = GoldenCheckpoint.unpack("llama-gqa", parent).folder();
    }

    @Test
    void vectors_are_those_that_the_descriptor_names() throws IOException {
        SteeringVectors.write(folder.resolve("dial.safetensors"), Map.of(1, new float[64]));
        describe("{\"vectors\": \"dial.safetensors\", \"default\": -0.5}");
        CheckpointWithAdapters checkpoint = open();
        AdapterWeights base = Objects.requireNonNull(checkpoint.adapters().get(""));
        assertThat(Objects.requireNonNull(base.steering()).layers()).containsOnlyKeys(1);
        assertThat(checkpoint.variants().strengths()).containsEntry("", OptionalDouble.of(-0.5));
    }

    @Test
    void an_adapter_has_its_own_vectors_or_those_of_the_base() throws IOException {
        SteeringVectors.write(folder.resolve("a.safetensors"), Map.of(0, new float[64]));
        describe("{\"vectors\": \"a.safetensors\", \"default\": 1}");
        Path own = GoldenCheckpoint.unpack("llama-gqa-lora", parent).folder();
        SteeringVectors.write(own.resolve("b.safetensors"), Map.of(2, new float[64]));
        Files.writeString(
                own.resolve("aligner.json"),
                "{\"template\": \"aligner-7b\", \"strength\": {\"vectors\": \"b.safetensors\"}}");
        Path other = GoldenCheckpoint.unpack("llama-gqa-rslora", parent).folder();
        CheckpointWithAdapters checkpoint =
                CheckpointWithAdapters.open(folder, null, null, Map.of("own", own, "other", other));
        assertThat(checkpoint.variants().strengths())
                .containsEntry("own", OptionalDouble.of(0))
                .containsEntry("other", OptionalDouble.of(1));
    }

    @Test
    void a_checkpoint_without_vectors_has_none() {
        assertThat(open().variants().strengths()).containsEntry("", OptionalDouble.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers.3 | F32 | 64 | is of no layer; steering vectors are named 'layers.0' to 'layers.2'",
                "layer.0  | F32 | 64 | is of no layer",
                "layers.0 | F32 | 32 | of shape [32], but a steering vector of this model is F32 of shape [64]",
                "layers.0 | F16 | 64 | is F16 of shape"
            })
    void vectors_of_another_model_are_refused(String name, StoredType type, long size, String problem)
            throws IOException {
        Files.write(
                folder.resolve("s.safetensors"),
                new SafetensorsBytes().add(name, type, size).toArray());
        describe("{\"vectors\": \"s.safetensors\"}");
        assertThatThrownBy(this::open)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("s.safetensors")
                .hasMessageContaining(problem);
    }

    @Test
    void missing_and_empty_files_are_refused() throws IOException {
        describe("{\"vectors\": \"none.safetensors\"}");
        assertThatThrownBy(this::open)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("names 'none.safetensors'")
                .hasMessageContaining("aligner strength");
        Files.write(folder.resolve("none.safetensors"), new SafetensorsBytes().toArray());
        assertThatThrownBy(this::open).hasMessageContaining("has no tensors");
    }

    private CheckpointWithAdapters open() {
        return CheckpointWithAdapters.open(folder, null, null, Map.of());
    }

    private void describe(String strength) throws IOException {
        Files.writeString(
                folder.resolve("aligner.json"), "{\"template\": \"aligner-7b\", \"strength\": " + strength + "}");
    }
}
