// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ModelConfigReaderTest {

    private static final String SIZES = """
            "vocab_size": 100, "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 6,
            "num_attention_heads": 32, "max_position_embeddings": 4096""";

    @Test
    void llama_takes_its_head_size_from_the_hidden_size() {
        ModelConfig config = read("Llama", "");
        assertThat(config.attention().headSize()).isEqualTo(2);
        assertThat(config.attention().keyValueHeads()).isEqualTo(32);
        assertThat(config.tiedEmbedding()).isFalse();
        assertThat(config.normEpsilon()).isEqualTo(1e-6);
        assertThat(windows(config)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"Mistral, 8", "Qwen2, 32", "Qwen3, 32", "Gemma, 16", "Gemma2, 4", "Gemma3, 4"})
    void key_value_heads_default_to_the_familys_and_with_null_to_the_heads(String family, int heads) {
        assertThat(read(family, "").attention().keyValueHeads()).isEqualTo(heads);
        assertThat(read(family, "\"num_key_value_heads\": null").attention().keyValueHeads())
                .isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({"Qwen3, 128", "Gemma, 256", "Gemma2, 256", "Gemma3, 256"})
    void head_size_defaults_to_the_familys(String family, int size) {
        assertThat(read(family, "").attention().headSize()).isEqualTo(size);
    }

    @Test
    void gemma_2_caps_and_scales_by_default() {
        ModelConfig config = read("Gemma2", "\"query_pre_attn_scalar\": 144");
        assertThat(config.attention().logitCap()).isEqualTo(50);
        assertThat(config.finalLogitCap()).isEqualTo(30);
        assertThat(config.attention().scale()).isEqualTo(1 / 12.0, within(1e-12));
        assertThat(config.tiedEmbedding()).isTrue();
        assertThat(read("Gemma2", "\"attn_logit_softcapping\": null")
                        .attention()
                        .logitCap())
                .isZero();
    }

    @Test
    void gemma_has_the_tanh_form_whatever_its_configuration_says() {
        assertThat(read("Gemma", "\"hidden_act\": \"gelu\"").activation()).isEqualTo(Activation.GELU_TANH);
        assertThat(read("Gemma2", "\"hidden_act\": \"silu\"").activation()).isEqualTo(Activation.GELU_TANH);
    }

    @Test
    void qwen_2_always_has_input_biases() {
        assertThat(read("Qwen2", "\"attention_bias\": false").attention().inputBias())
                .isTrue();
        assertThat(read("Qwen2", "").attention().outputBias()).isFalse();
    }

    @Test
    void windows_follow_the_familys_rule() {
        assertThat(windows(read("Mistral", ""))).containsOnly(4096);
        assertThat(windows(read("Mistral", "\"sliding_window\": null"))).containsOnly(0);
        assertThat(windows(read("Qwen2", "\"sliding_window\": 8"))).containsOnly(0);
        assertThat(windows(
                        read("Qwen2", "\"sliding_window\": 8, \"use_sliding_window\": true, \"max_window_layers\": 4")))
                .containsExactly(0, 0, 0, 0, 8, 8);
        assertThat(windows(read("Gemma2", "\"sliding_window\": 8"))).containsExactly(8, 0, 8, 0, 8, 0);
        assertThat(windows(read("Gemma3", "\"sliding_window\": 8, \"sliding_window_pattern\": 3")))
                .containsExactly(8, 8, 0, 8, 8, 0);
        assertThat(windows(read("Llama", "\"sliding_window\": 8"))).containsOnly(0);
    }

    @Test
    void listed_layer_types_win_over_the_rule() {
        String types = "\"layer_types\": [\"full_attention\"" + ", \"sliding_attention\"".repeat(5) + "]";
        assertThat(windows(read("Gemma3", "\"sliding_window\": 8, " + types))).containsExactly(0, 8, 8, 8, 8, 8);
        assertThatThrownBy(() -> read("Gemma3", "\"layer_types\": [\"full_attention\"]"))
                .hasMessageContaining("'layer_types' must be a list of 6 times sliding_attention or full_attention");
    }

    @Test
    void rotations_are_read_in_the_old_and_in_the_new_layout() {
        RotaryEmbedding old =
                rotary(read("Llama", "\"rope_theta\": 500.0, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 4}"));
        RotaryEmbedding recent = rotary(read(
                "Llama", "\"rope_parameters\": {\"rope_theta\": 500.0, \"rope_type\": \"linear\", \"factor\": 4.0}"));
        assertThat(old).isEqualTo(recent).isEqualTo(new RotaryEmbedding(500, 2, new RotaryScaling.Linear(4)));
    }

    @Test
    void gemma_3_rotates_its_windowed_layers_otherwise_in_both_layouts() {
        String old = "\"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 8.0}";
        String recent = """
                "rope_parameters": {"sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
                "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0}}""";
        for (String layout : List.of(old, recent)) {
            List<LayerAttention> layers = read("Gemma3", layout).attention().layers();
            assertThat(layers.get(0).rotary()).isEqualTo(new RotaryEmbedding(1e4, 256, new RotaryScaling.None()));
            assertThat(layers.get(5).rotary()).isEqualTo(new RotaryEmbedding(1e6, 256, new RotaryScaling.Linear(8)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"hidden_size\": 0 | 'hidden_size' must be a whole number from 1 to 16777216; it is 0",
                "\"hidden_size\": 1e99 | 'hidden_size' must be a whole number",
                "\"hidden_size\": \"64\" | 'hidden_size' must be a whole number",
                "\"hidden_size\": null | 'hidden_size' must be given",
                "\"num_hidden_layers\": 2000000000 | from 1 to 1024; it is 2000000000",
                "\"num_key_value_heads\": 5 | must be a divisor of num_attention_heads, 32; it is 5",
                "\"num_key_value_heads\": 64 | from 1 to 32; it is 64",
                "\"head_dim\": 3 | 'head_dim' must be even",
                "\"rms_norm_eps\": 1e999 | 'rms_norm_eps' must be a number above 0",
                "\"rms_norm_eps\": -1 | 'rms_norm_eps' must be a number above 0; it is -1",
                "\"tie_word_embeddings\": 1 | 'tie_word_embeddings' must be true or false",
                "\"hidden_act\": \"relu\" | 'hidden_act' must be one of silu, gelu, gelu_pytorch_tanh; it is \"relu\"",
                "\"quantization_config\": {\"bits\": 4} | quantized checkpoints can't be run",
                "\"rope_scaling\": {\"rope_type\": \"longrope\"} | 'rope_scaling.rope_type' must be one of default, dynamic, linear, llama3, yarn",
                "\"rope_scaling\": {\"type\": \"dynamic\", \"factor\": NaN} | 'rope_scaling.factor' must be a number above 0",
                "\"rms_norm_eps\": Infinity | 'rms_norm_eps' must be a number above 0",
                "\"rope_scaling\": {\"rope_type\": \"llama3\"} | 'rope_scaling.low_freq_factor' must be given; it is missing"
            })
    void wrong_values_are_named_with_what_would_be_right(String entry, String problem) {
        assertThatThrownBy(() -> read("Llama", entry))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("config.json: ")
                .hasMessageContaining(problem);
    }

    @Test
    void an_unknown_architecture_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> read("Mamba", ""))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM,"
                        + " GemmaForCausalLM, Gemma2ForCausalLM, Gemma3ForCausalLM")
                .hasMessageContaining("[\"MambaForCausalLM\"]");
    }

    private static RotaryEmbedding rotary(ModelConfig config) {
        return config.attention().layers().get(0).rotary();
    }

    private static List<Integer> windows(ModelConfig config) {
        return config.attention().layers().stream().map(LayerAttention::window).toList();
    }

    /** Reads a configuration in which {@code entry} is added to the sizes, or stands in for one of them. */
    private static ModelConfig read(String family, String entry) {
        String key = entry.isEmpty() ? "-" : entry.substring(0, entry.indexOf(':') + 1);
        String sizes = SIZES.replaceAll("\\s*" + key + " \\d+,?", "");
        String json = "{\"architectures\": [\"" + family + "ForCausalLM\"], " + sizes
                + (entry.isEmpty() ? "" : ", " + entry) + "}";
        return ModelConfigReader.read(JsonFields.parse(Path.of("config.json"), json.getBytes(StandardCharsets.UTF_8)));
    }
}
