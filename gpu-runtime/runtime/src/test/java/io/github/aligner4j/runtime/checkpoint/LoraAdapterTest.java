// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.golden.GoldenCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoraAdapterTest {

    private static final String Q_PROJ = "base_model.model.model.layers.0.self_attn.q_proj.";
    private static final String PLAIN = "\"peft_type\": \"LORA\", \"r\": 4, \"lora_alpha\": 8";

    @TempDir
    private Path parent;

    @Test
    void rank_and_scale_follow_the_patterns() {
        LoraAdapter adapter = golden("llama-gqa-lora");
        assertThat(adapter.factors()).hasSize(3 * 7);
        assertThat(factors(adapter, "model.layers.0.self_attn.q_proj").rank()).isEqualTo(8);
        assertThat(factors(adapter, "model.layers.0.self_attn.q_proj").scale()).isEqualTo(1);
        assertThat(factors(adapter, "model.layers.1.mlp.down_proj").scale()).isEqualTo(4);
        assertThat(factors(adapter, "model.layers.2.mlp.down_proj").scale()).isEqualTo(2);
        assertThat(factors(adapter, "model.layers.2.self_attn.v_proj").scale()).isEqualTo(3);
        assertThat(factors(adapter, "model.layers.2.mlp.up_proj").scale()).isEqualTo(0.75);
        assertThat(factors(adapter, "model.layers.1.mlp.up_proj").scale()).isEqualTo(2);
    }

    @Test
    void rank_stabilized_scales_divide_by_the_root() {
        LoraAdapter adapter = golden("llama-gqa-rslora");
        assertThat(adapter.factors()).hasSize(3 * 3);
        assertThat(factors(adapter, "model.layers.0.self_attn.v_proj").scale())
                .isEqualTo(9 / Math.sqrt(6), Offset.offset(1e-12));
        assertThat(adapter.of("model.layers.0.self_attn.k_proj.weight")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"peft_type\": \"IA3\" | 'peft_type' must be \"LORA\"; it is \"IA3\"",
                "\"peft_type\": null | 'peft_type' must be given",
                "\"use_dora\": true | 'use_dora' must be off: only plain LoRA can be run; it is true",
                "\"modules_to_save\": [\"lm_head\"] | 'modules_to_save' must be off",
                "\"fan_in_fan_out\": true | 'fan_in_fan_out' must be off",
                "\"layer_replication\": [[0, 1]] | 'layer_replication' must be off",
                "\"bias\": \"all\" | 'bias' must be \"none\"",
                "\"init_lora_weights\": \"pissa\" | 'init_lora_weights' must be one of",
                "\"r\": 0 | 'r' must be a whole number from 1",
                "\"lora_alpha\": \"x\" | 'lora_alpha' must be a number above 0",
                "\"rank_pattern\": {\"q_proj\": 0} | 'rank_pattern.q_proj' must be a number above 0",
                "\"alpha_pattern\": {\"(\": 2} | '(', which is no regular expression"
            })
    void options_that_can_not_be_run_are_refused(String option, String problem) throws IOException {
        String name = option.substring(0, option.indexOf(':'));
        String plain = String.join(
                ", ",
                List.of(PLAIN.split(", ")).stream()
                        .filter(each -> !each.startsWith(name))
                        .toList());
        assertThatThrownBy(() -> open("{" + plain + ", " + option + "}", whole()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("adapter_config.json")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"use_dora\": false, \"modules_to_save\": null, \"bias\": \"none\"",
                "\"layer_replication\": [], \"init_lora_weights\": \"gaussian\", \"lora_dropout\": 0.1",
                "\"init_lora_weights\": true, \"target_modules\": \"all-linear\", \"arrow_config\": {}"
            })
    void options_that_change_nothing_are_taken(String options) throws IOException {
        assertThat(open("{" + PLAIN + ", " + options + "}", whole()).factors()).hasSize(1);
    }

    @Test
    void an_activated_adapter_has_invocation_tokens_of_the_vocabulary() throws IOException {
        String key = "\"alora_invocation_tokens\": ";
        assertThat(open("{" + PLAIN + ", " + key + "[5, 319]}", whole()).invocation())
                .containsExactly(5, 319);
        assertThat(open("{" + PLAIN + ", " + key + "[]}", whole()).invocation()).isEmpty();
        assertThatThrownBy(() -> open("{" + PLAIN + ", " + key + "[5, 320]}", whole()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "'alora_invocation_tokens' must be token ids below the base's vocabulary size, 320;"
                                + " it is [5,320]");
        assertThatThrownBy(() -> open("{" + PLAIN + ", " + key + "[\"x\"]}", whole()))
                .hasMessageContaining("'alora_invocation_tokens' must be a token id or a list of token ids");
    }

    @Test
    void an_activated_adapter_is_not_merged() {
        Path base = GoldenCheckpoint.unpack("granite", parent).folder();
        Path adapter = GoldenCheckpoint.unpack("granite-alora", parent).folder();
        assertThatThrownBy(() -> CheckpointWithAdapters.open(base, null, adapter, Map.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("an activated LoRA (alora_invocation_tokens) can't be merged into its base")
                .hasMessageContaining("load it as an adapter that requests name");
    }

    @Test
    void tensors_that_do_not_fit_are_named() throws IOException {
        requireProblem(new SafetensorsBytes(), "has no tensors");
        requireProblem(
                new SafetensorsBytes().add(Q_PROJ + "lora_A.weight", StoredType.F32, 4, 64),
                "tensor '" + Q_PROJ + "lora_B.weight' is missing");
        requireProblem(
                new SafetensorsBytes().add(Q_PROJ + "lora_B.weight", StoredType.F32, 64, 4),
                "tensor '" + Q_PROJ + "lora_A.weight' is missing");
        requireProblem(whole(5, 64), "has shape [5, 64], but the base and adapter_config.json make it [4, 64]");
        requireProblem(whole(4, 32), "has shape [4, 32], but the base and adapter_config.json make it [4, 64]");
        requireProblem(
                new SafetensorsBytes()
                        .add(Q_PROJ + "lora_A.weight", StoredType.F64, 4, 64)
                        .add(Q_PROJ + "lora_B.weight", StoredType.F32, 64, 4),
                "has dtype F64; only F32, F16 and BF16 can be run");
        requireProblem(whole().add(Q_PROJ + "lora_magnitude_vector", StoredType.F32, 64), "is none of plain LoRA");
        requireProblem(
                new SafetensorsBytes().add("base_model.model.lm_head.lora_A.weight", StoredType.F32, 4, 64),
                "it adapts 'lm_head', which the base has not or which can't be adapted");
        requireProblem(
                new SafetensorsBytes()
                        .add("base_model.model.model.layers.3.mlp.up_proj.lora_A.weight", StoredType.F32, 4, 64),
                "feed-forward layers 0 to 2 can");
    }

    @Test
    void a_folder_without_the_files_is_refused() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("empty"));
        assertThatThrownBy(() -> LoraAdapter.open(folder, base()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no adapter_config.json");
        Files.writeString(folder.resolve("adapter_config.json"), "{" + PLAIN + "}");
        Files.writeString(folder.resolve("adapter_model.bin"), "pickle");
        assertThatThrownBy(() -> LoraAdapter.open(folder, base()))
                .hasMessageContaining("no adapter_model.safetensors")
                .hasMessageContaining("only safetensors are read");
    }

    private void requireProblem(SafetensorsBytes tensors, String problem) throws IOException {
        assertThatThrownBy(() -> open("{" + PLAIN + "}", tensors))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("adapter_model.safetensors")
                .hasMessageContaining(problem);
    }

    private LoraAdapter open(String config, SafetensorsBytes tensors) throws IOException {
        Path folder = Files.createTempDirectory(parent, "adapter");
        Files.writeString(folder.resolve("adapter_config.json"), config);
        Files.write(folder.resolve("adapter_model.safetensors"), tensors.toArray());
        return LoraAdapter.open(folder, base());
    }

    private static SafetensorsBytes whole() {
        return whole(4, 64);
    }

    private static SafetensorsBytes whole(long rank, long in) {
        return new SafetensorsBytes()
                .add(Q_PROJ + "lora_A.weight", StoredType.F32, rank, in)
                .add(Q_PROJ + "lora_B.weight", StoredType.F32, 64, rank);
    }

    private LoraAdapter golden(String name) {
        return LoraAdapter.open(GoldenCheckpoint.unpack(name, parent).folder(), base());
    }

    private ModelConfig base() {
        Path folder = parent.resolve("llama-gqa");
        return CheckpointDirectory.open(
                        Files.exists(folder)
                                ? folder
                                : GoldenCheckpoint.unpack("llama-gqa", parent).folder())
                .config();
    }

    private static LoraFactors factors(LoraAdapter adapter, String module) {
        return Objects.requireNonNull(adapter.factors().get(module + ".weight"));
    }
}
