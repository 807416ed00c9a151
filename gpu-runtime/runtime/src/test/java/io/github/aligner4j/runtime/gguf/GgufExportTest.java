// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GgufExportTest {

    private static final String QUERIES = "model.layers.1.self_attn.q_proj.weight";
    private static final String KEYS = "model.layers.1.self_attn.k_proj.weight";

    @TempDir
    private Path parent;

    @ParameterizedTest
    @ValueSource(
            strings = {"llama-gqa", "llama-tied", "llama3-rope-scaled", "mistral", "qwen2-odd", "gemma", "granite"})
    void every_weight_is_exported_once(String name) throws IOException {
        CheckpointDirectory checkpoint = golden(name);

        GgufFile file = exported(checkpoint, StoredType.F32);

        long elements = checkpoint.tensors().values().stream()
                .filter(tensor ->
                        !checkpoint.config().tiedEmbedding() || !tensor.name().equals("lm_head.weight"))
                .mapToLong(tensor -> tensor.floats().length)
                .sum();
        assertThat(file.tensors().entrySet().stream()
                        .filter(tensor -> !tensor.getKey().equals("rope_freqs.weight"))
                        .mapToLong(tensor -> tensor.getValue().elements().length)
                        .sum())
                .isEqualTo(elements);
        assertThat(file.elements("blk.2.ffn_down.weight"))
                .isEqualTo(
                        checkpoint.stored("model.layers.2.mlp.down_proj.weight").floats());
        assertThat(file.tensor("token_embd.weight").sizes())
                .containsExactly((long) checkpoint.config().hiddenSize(), (long)
                        checkpoint.config().vocabularySize());
    }

    @Test
    void rows_that_llama_rotates_together_become_neighbours() throws IOException {
        CheckpointDirectory checkpoint = golden("llama-gqa");

        GgufFile file = exported(checkpoint, StoredType.F32);

        int size = checkpoint.config().attention().headSize();
        int width = checkpoint.config().hiddenSize();
        for (String[] pair : new String[][] {{QUERIES, "blk.1.attn_q.weight"}, {KEYS, "blk.1.attn_k.weight"}}) {
            float[] stored = checkpoint.stored(pair[0]).floats();
            float[] written = file.elements(pair[1]);
            int secondHead = size * width;
            assertThat(row(written, size, width)).isEqualTo(row(stored, size, width));
            assertThat(row(written, size + 1, width)).isEqualTo(row(stored, size + size / 2, width));
            assertThat(row(written, size + 2, width)).isEqualTo(row(stored, size + 1, width));
            assertThat(sorted(written, secondHead)).isEqualTo(sorted(stored, secondHead));
        }
    }

    @Test
    void rows_of_families_that_rotate_halves_stay_where_they_are() throws IOException {
        CheckpointDirectory checkpoint = golden("qwen2");

        GgufFile file = exported(checkpoint, StoredType.F32);

        assertThat(file.elements("blk.1.attn_q.weight"))
                .isEqualTo(checkpoint.stored(QUERIES).floats());
        assertThat(file.elements("blk.1.attn_q.bias"))
                .isEqualTo(checkpoint
                        .stored("model.layers.1.self_attn.q_proj.bias")
                        .floats());
    }

    @Test
    void gate_and_up_of_granite_4_are_parted_and_its_multipliers_named() throws IOException {
        CheckpointDirectory checkpoint = golden("granitemoehybrid");

        GgufFile file = exported(checkpoint, StoredType.F32);

        float[] both = checkpoint
                .stored("model.layers.1.shared_mlp.input_linear.weight")
                .floats();
        float[] gate = file.elements("blk.1.ffn_gate.weight");
        float[] up = file.elements("blk.1.ffn_up.weight");
        assertThat(gate).isEqualTo(Arrays.copyOf(both, both.length / 2));
        assertThat(up).isEqualTo(Arrays.copyOfRange(both, both.length / 2, both.length));
        assertThat(file.value("general.architecture")).isEqualTo("granite");
        assertThat(file.value("granite.attention.scale"))
                .isEqualTo((float) checkpoint.config().attention().scale());
        assertThat(file.value("granite.logit_scale")).isEqualTo(10f);
        assertThat(file.value("granite.residual_scale")).isEqualTo(0.22f);
        assertThat(file.value("granite.embedding_scale")).isEqualTo(12f);
    }

    @Test
    void norms_of_gemma_hold_their_factors() throws IOException {
        CheckpointDirectory checkpoint = golden("gemma");

        GgufFile file = exported(checkpoint, StoredType.F32);

        float[] stored = checkpoint.stored("model.norm.weight").floats();
        float[] written = file.elements("output_norm.weight");
        for (int i = 0; i < stored.length; i++) {
            assertThat(written[i]).isEqualTo(stored[i] + 1);
        }
        assertThat(file.tensors()).doesNotContainKey("output.weight");
    }

    @Test
    void shape_and_tokenizer_are_described() throws IOException {
        CheckpointDirectory checkpoint = golden("llama-gqa");

        GgufFile file = exported(checkpoint, StoredType.F32);

        assertThat(file.value("general.architecture")).isEqualTo("llama");
        assertThat(file.value("llama.attention.head_count"))
                .isEqualTo((long) checkpoint.config().attention().heads());
        assertThat(file.value("llama.attention.head_count_kv"))
                .isEqualTo((long) checkpoint.config().attention().keyValueHeads());
        assertThat(file.value("llama.rope.freq_base")).isEqualTo((float)
                checkpoint.config().attention().layers().get(0).rotary().theta());
        assertThat(file.value("tokenizer.ggml.pre")).isEqualTo("gpt-2");
        assertThat(file.list("tokenizer.ggml.tokens")).hasSize(320).doesNotHaveDuplicates();
        assertThat(file.list("tokenizer.ggml.merges")).asString().contains("h e");
        assertThat(file.value("tokenizer.ggml.add_bos_token")).isEqualTo(true);
        assertThat(file.value("tokenizer.ggml.eos_token_id"))
                .isEqualTo((long) checkpoint.specialTokens().end().iterator().next());
    }

    @Test
    void the_embedded_checkpoint_has_the_pre_tokenizer_that_splits_digits() throws IOException {
        GgufFile file = exported(embedded(), StoredType.BF16);

        assertThat(file.value("tokenizer.ggml.pre")).isEqualTo("smollm");
        assertThat(file.list("tokenizer.ggml.token_type").subList(0, 4)).isEqualTo(List.of(3, 3, 3, 1));
        assertThat(file.tensor("token_embd.weight").type()).as("bfloat16").isEqualTo(30);
        assertThat(file.tensor("output_norm.weight").type()).as("float32").isZero();
        assertThat(file.value("general.file_type")).isEqualTo(32L);
    }

    @Test
    void scaled_rotary_positions_of_llama_3_become_divisors() throws IOException {
        GgufFile file = exported(golden("llama3-rope-scaled"), StoredType.F32);

        float[] divisors = file.elements("rope_freqs.weight");
        assertThat(divisors[0]).isEqualTo(1);
        assertThat(divisors[divisors.length - 1]).isEqualTo(8);
        assertThat(file.value("tokenizer.ggml.pre")).isEqualTo("llama-bpe");
    }

    @Test
    void without_windows_the_context_is_that_of_the_window_and_that_is_said() throws IOException {
        GgufExport export = GgufExport.of(golden("mistral"));
        Path file = parent.resolve("mistral.gguf");
        export.write(file, StoredType.F16);

        assertThat(GgufFile.read(file).value("llama.context_length")).isEqualTo(32L);
        assertThat(export.differences())
                .singleElement()
                .asString()
                .startsWith("the context is 32 tokens instead of 512");
    }

    @Test
    void an_adapter_is_exported_with_its_scale_and_its_rows_moved_like_the_matrix() throws IOException {
        CheckpointDirectory base = golden("llama-gqa");
        LoraAdapter adapter = LoraAdapter.open(
                GoldenCheckpoint.unpack("llama-gqa-lora", parent).folder(), base.config());
        Path output = parent.resolve("adapter.gguf");

        GgufExport.of(base).writeAdapter(output, adapter);

        GgufFile file = GgufFile.read(output);
        assertThat(file.value("general.type")).isEqualTo("adapter");
        assertThat(file.tensors()).hasSize(2 * adapter.factors().size());
        var factors = adapter.of("model.layers.1.mlp.down_proj.weight").orElseThrow();
        assertThat(file.elements("blk.1.ffn_down.weight.lora_a"))
                .isEqualTo(factors.down().floats());
        assertThat(factors.scale()).isEqualTo(4);
        assertThat(file.elements("blk.1.ffn_down.weight.lora_b")[5])
                .isEqualTo(4 * factors.up().floats()[5]);
        var queries = adapter.of(QUERIES).orElseThrow();
        int half = base.config().attention().headSize() / 2;
        float[] row = row(queries.up().floats(), half, queries.rank());
        for (int i = 0; i < row.length; i++) {
            row[i] *= (float) queries.scale();
        }
        assertThat(row(file.elements("blk.1.attn_q.weight.lora_b"), 1, queries.rank()))
                .isEqualTo(row);
    }

    @Test
    void an_activated_adapter_is_refused() throws IOException {
        CheckpointDirectory base = golden("llama-gqa");
        Path folder = GoldenCheckpoint.unpack("llama-gqa-lora", parent).folder();
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"alora_invocation_tokens\": null", "\"alora_invocation_tokens\": [5, 6]"));
        LoraAdapter adapter = LoraAdapter.open(folder, base.config());

        assertThatThrownBy(() -> GgufExport.of(base).writeAdapter(parent.resolve("adapter.gguf"), adapter))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("an activated LoRA (alora_invocation_tokens) can't be exported to GGUF");
        assertThat(parent.resolve("adapter.gguf")).doesNotExist();
    }

    @Test
    void families_without_an_equal_are_refused_by_name() {
        assertThatThrownBy(() -> GgufExport.of(golden("gemma3")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("models of the family GEMMA3 can't be exported to GGUF");
        assertThatThrownBy(() -> GgufExport.of(golden("gemma2")))
                .hasMessageContaining("gemma2 has no equal of 4 layers, only of 26, 42 and 46");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"use_regex\":true | \"use_regex\":false | of the pre-tokenizer {\"type\":\"ByteLevel\"",
                "\"ignore_merges\":false | \"ignore_merges\":true | with ignore_merges",
                "\"normalizer\":null | \"normalizer\":{\"type\":\"NFKC\"} | the normalizer NFKC before byte pair encoding",
                "\"end_of_word_suffix\":null | \"end_of_word_suffix\":\"@\" | with 'end_of_word_suffix'",
                "\"added_tokens\":[ | \"added_tokens\":[{\"id\":4,\"content\":\"!\",\"lstrip\":true,\"special\":false}, "
                        + "| added tokens with lstrip, as '!' has",
            })
    void tokenizers_without_an_equal_are_refused_with_the_reason(String found, String replaced, String reason)
            throws IOException {
        CheckpointDirectory checkpoint = golden("llama-gqa");
        String json = Files.readString(checkpoint.tokenizer()).replaceAll("(?<=[:,\\[{])\\s+|\\s+(?=[\\]}\"])", "");
        String changed = json.replace(found, replaced);
        assertThat(changed).isNotEqualTo(json);
        Files.writeString(checkpoint.tokenizer(), changed);

        assertThatThrownBy(() -> GgufExport.of(checkpoint))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("can't be exported to GGUF");
    }

    @Test
    void a_failed_export_leaves_the_former_file() throws IOException {
        CheckpointDirectory checkpoint = golden("llama-gqa");
        Path output = Files.writeString(parent.resolve("out.gguf"), "former");
        GgufExport export = GgufExport.of(checkpoint);
        Files.delete(checkpoint.folder().resolve("model.safetensors"));

        assertThatThrownBy(() -> export.write(output, StoredType.F32)).isInstanceOf(CheckpointException.class);

        assertThat(output).hasContent("former");
        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    private CheckpointDirectory golden(String name) {
        return CheckpointDirectory.open(GoldenCheckpoint.unpack(name, parent).folder());
    }

    private CheckpointDirectory embedded() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("civility"));
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            try (var in = GgufExportTest.class.getResourceAsStream("/io/github/aligner4j/embedded/civility/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), folder.resolve(name));
            }
        }
        return CheckpointDirectory.open(folder);
    }

    private GgufFile exported(CheckpointDirectory checkpoint, StoredType type) throws IOException {
        Path file = parent.resolve("model.gguf");
        GgufExport.of(checkpoint).write(file, type);
        return GgufFile.read(file);
    }

    private static float[] row(float[] matrix, int index, int columns) {
        return Arrays.copyOfRange(matrix, index * columns, (index + 1) * columns);
    }

    private static float[] sorted(float[] values, int count) {
        float[] head = Arrays.copyOf(values, count);
        Arrays.sort(head);
        return head;
    }
}
