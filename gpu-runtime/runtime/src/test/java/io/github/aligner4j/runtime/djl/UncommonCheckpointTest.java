// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.aligner4j.runtime.djl.GoldenModels.greedy;
import static io.github.aligner4j.runtime.djl.GoldenModels.ids;
import static org.assertj.core.api.Assertions.assertThat;

/** Checkpoints as other tools than transformers write them: what they hold is the same, so is what they answer. */
class UncommonCheckpointTest {

    @TempDir
    private Path parent;

    @ParameterizedTest
    @CsvSource({
        "llama-tied, float32, 1",
        "llama-tied, float32, 2",
        "llama-gqa, float32, 1",
        "llama-linear-rope, float32, 3",
        "gemma3, float32, 3"
    })
    void tensors_between_the_places_where_they_could_be_mapped_are_copied(String name, String dtype, int shift)
            throws IOException {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, parent);
        changeHeader(golden.folder().resolve("model.safetensors"), header -> padded(header, shift));
        CheckpointDirectory checkpoint = CheckpointDirectory.open(golden.folder());
        assertThat(checkpoint.tensors().values()).anyMatch(tensor -> !tensor.aligned());
        requireGolden(golden, dtype);
    }

    @Test
    void an_unaligned_checkpoint_runs_without_a_copy_of_its_matrices_too() throws IOException {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-tied", parent);
        changeHeader(golden.folder().resolve("model.safetensors"), header -> padded(header, 1));
        TorchEngine.start(1);
        Execution plain = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PLAIN);
        GoldenRow row = golden.rows().get(1);
        try (TorchCausalLanguageModel model =
                TorchEngine.load(CheckpointDirectory.open(golden.folder()), List.of(plain))) {
            assertThat(greedy(model, ids(row), row.greedyIds().size())).isEqualTo(row.greedyIds());
        }
    }

    @Test
    void an_unaligned_adapter_is_copied() throws IOException {
        GoldenCheckpoint base = GoldenCheckpoint.unpack("llama-gqa", parent);
        GoldenCheckpoint adapter = GoldenCheckpoint.unpack("llama-gqa-lora", parent);
        changeHeader(adapter.folder().resolve("adapter_model.safetensors"), header -> padded(header, 1));
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.folder(base.folder()))
                .options(RuntimeOptions.DEFAULT.withDtype("float32"))
                .mergedAdapter(ModelSource.folder(adapter.folder()))
                .open()) {
            assertThat(model.status().dtype()).isEqualTo("float32");
        }
    }

    @ParameterizedTest
    @CsvSource({"llama-tied", "gemma3"})
    void a_tied_table_may_be_stored_as_the_output_layer_only(String name) throws IOException {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack(name, parent);
        // The blanks keep the header's length.
        changeHeader(
                golden.folder().resolve("model.safetensors"),
                header -> header.replace("\"model.embed_tokens.weight\":", "\"lm_head.weight\":           "));
        assertThat(CheckpointDirectory.open(golden.folder()).tensors()).containsKey("lm_head.weight");
        requireGolden(golden, "float32");
    }

    @Test
    void dynamic_rotary_scaling_changes_nothing_within_the_trained_context() throws IOException {
        GoldenCheckpoint golden = GoldenCheckpoint.unpack("llama-tied", parent);
        Path config = golden.folder().resolve("config.json");
        String json = Files.readString(config).replaceAll("\"rope_(scaling|parameters)\": (null|\\{[^}]*\\\\}),?", "");
        Files.writeString(
                config, json.replaceFirst("\\{", "{\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": 2.0},"));
        requireGolden(golden, "float32");
    }

    /** Pads a header so that what comes behind it begins {@code shift} bytes behind a place divisible by eight. */
    private static String padded(String header, int shift) {
        String bare = header.stripTrailing();
        return bare + " ".repeat(Math.floorMod(shift - bare.length(), Long.BYTES));
    }

    private static void requireGolden(GoldenCheckpoint golden, String dtype) {
        try (TorchCausalLanguageModel model = GoldenModels.load(golden.folder(), dtype)) {
            for (GoldenRow row : golden.rows()) {
                assertThat(greedy(model, ids(row), row.greedyIds().size())).isEqualTo(row.greedyIds());
            }
        }
    }

    private static void changeHeader(Path file, UnaryOperator<String> change) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] old = new byte[(int) content.getLong()];
        content.get(old);
        byte[] header = change.apply(new String(old, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer changed = ByteBuffer.allocate(Long.BYTES + header.length + content.remaining())
                .order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                file, changed.putLong(header.length).put(header).put(content).array());
    }
}
