// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.golden.GoldenCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointDirectoryTest {

    private static final String SHARDED = "llama3-rope-scaled";

    @TempDir
    private Path parent;

    @Test
    void a_sharded_checkpoint_is_read_through_its_index() {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(unpack(SHARDED));
        assertThat(checkpoint.config().family()).isEqualTo(ModelFamily.LLAMA);
        assertThat(checkpoint.tensors().values())
                .extracting(tensor -> tensor.file().getFileName().toString())
                .contains("model-00001-of-00003.safetensors", "model-00003-of-00003.safetensors");
    }

    @Test
    void the_stored_type_is_that_of_the_embedding_table() {
        assertThat(CheckpointDirectory.open(unpack("llama-gqa")).storedType()).isEqualTo(StoredType.BF16);
        assertThat(CheckpointDirectory.open(unpack("llama-linear-rope")).storedType())
                .isEqualTo(StoredType.F16);
    }

    @Test
    void special_tokens_may_be_lists_and_the_generation_config_has_the_last_word() throws IOException {
        Path folder = unpack("llama-tied");
        Files.writeString(
                folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, 7], \"bos_token_id\": null}");
        SpecialTokenIds ids = CheckpointDirectory.open(folder).specialTokens();
        assertThat(ids.end()).containsExactlyInAnyOrder(2, 7);
        assertThat(ids.begin()).containsExactly(1);
    }

    @Test
    void the_generation_config_may_be_missing() throws IOException {
        Path folder = unpack("llama-tied");
        Files.delete(folder.resolve("generation_config.json"));
        assertThat(CheckpointDirectory.open(folder).specialTokens().end()).containsExactly(2);
    }

    @Test
    void special_tokens_outside_the_vocabulary_are_refused() throws IOException {
        Path folder = unpack("llama-tied");
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 320}");
        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "generation_config.json: 'eos_token_id' must be below vocab_size, 320; it is 320");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json", "model.safetensors"})
    void a_missing_file_is_named_with_what_is_there(String file) throws IOException {
        Path folder = unpack("llama-tied");
        Files.delete(folder.resolve(file));
        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOfSatisfying(
                        CheckpointException.class, e -> assertThat(e.file()).isEqualTo(folder))
                .hasMessageContaining("the folder has no " + file)
                .hasMessageContaining("it holds")
                .hasMessageContaining("special_tokens_map.json");
    }

    @Test
    void a_missing_folder_is_named_with_its_absolute_path_what_there_is_of_it_and_what_to_do() throws IOException {
        String action =
                "give the folder that holds config.json, tokenizer.json and safetensors; a relative path starts "
                        + "from where the program was started";
        Path absent = parent.resolve("nowhere");
        Path deep = parent.resolve("nowhere/models/a");
        Path relative = Path.of("no", "such", "checkpoint");
        Path file = Files.writeString(parent.resolve("a-file"), "");

        assertThatThrownBy(() -> CheckpointDirectory.open(absent))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(absent + ": there is no such folder; " + action);
        assertThatThrownBy(() -> CheckpointDirectory.open(deep))
                .hasMessage(deep + ": there is no such folder; of its path, there is only " + parent + "; " + action);
        assertThatThrownBy(() -> CheckpointDirectory.open(relative))
                .hasMessage(relative + ": there is no such folder (looked for " + relative.toAbsolutePath()
                        + "); of its path, there is only " + Path.of("").toAbsolutePath() + "; " + action);
        assertThatThrownBy(() -> CheckpointDirectory.open(file))
                .hasMessage(file + ": this is a file, not a folder; " + action);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model-00002-of-00003 | model-00007-of-00003 | must be a safetensors file of the same folder; it is \"model-00007-of-00003.safetensors\"",
                "model-00002-of-00003 | ../llama-tied/model | must be a safetensors file of the same folder",
                "model-00002-of-00003 | model-00003-of-00003 | which lacks it",
                "layers.0.self_attn.q_proj | layers.0.self_attn.w_proj | which lacks it"
            })
    void an_index_that_does_not_fit_its_shards_is_refused(String found, String replacement, String problem)
            throws IOException {
        Path folder = unpack(SHARDED);
        replace(folder.resolve("model.safetensors.index.json"), found, replacement);
        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.safetensors.index.json")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocab_size | 321 | tensor 'model.embed_tokens.weight' has shape [320, 32], but config.json makes it [321, 32]",
                "intermediate_size | 95 | but config.json makes it [95, 32]",
                "num_hidden_layers | 9 | is missing, which config.json makes necessary"
            })
    void a_configuration_that_does_not_fit_the_tensors_is_refused(String key, int value, String problem)
            throws IOException {
        Path folder = unpack("llama-tied");
        Path config = folder.resolve("config.json");
        String json = Files.readString(config);
        Files.writeString(config, json.replaceAll("\"" + key + "\": \\d+", "\"" + key + "\": " + value));
        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void a_dtype_that_can_not_be_run_is_refused() throws IOException {
        Path folder = unpack("llama-gqa");
        // Both take two bytes for an element; the blank keeps the header's length.
        replaceInHeader(folder.resolve("model.safetensors"), Map.of("\"BF16\"", "\"I16\" "));
        assertThatThrownBy(() -> CheckpointDirectory.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has dtype I16; only F32, F16 and BF16 can be run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "generation_config.json"})
    void numbers_that_are_none_are_read_over_where_they_are_not_used(String name) throws IOException {
        Path folder = unpack("llama-tied");
        Path file = folder.resolve(name);
        String json = Files.readString(file);
        int brace = json.indexOf('{') + 1;
        Files.writeString(
                file,
                "\uFEFF" + json.substring(0, brace) + "\"a\": NaN, \"b\": [Infinity, -Infinity],"
                        + json.substring(brace));
        assertThat(CheckpointDirectory.open(folder).config().layers()).isPositive();
    }

    private Path unpack(String name) {
        return GoldenCheckpoint.unpack(name, parent).folder();
    }

    private static void replace(Path file, String found, String replacement) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(found);
        Files.writeString(file, text.replace(found, replacement));
    }

    private static void replaceInHeader(Path file, Map<String, String> replacements) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = headerEnd(bytes);
        String header = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> entry : replacements.entrySet()) {
            header = header.replace(entry.getKey(), entry.getValue());
        }
        System.arraycopy(header.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, end);
        Files.write(file, bytes);
    }

    private static int headerEnd(byte[] bytes) {
        return Long.BYTES + (bytes[0] & 0xFF) + ((bytes[1] & 0xFF) << 8);
    }
}
