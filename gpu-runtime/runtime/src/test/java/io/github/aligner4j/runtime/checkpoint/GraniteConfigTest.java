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

class GraniteConfigTest {

    private static final String SIZES = """
            "vocab_size": 49155, "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
            "max_position_embeddings": 4096, "intermediate_size": 128""";
    private static final String DENSE = """
            "layer_types": ["attention", "attention"], "num_local_experts": 0, "position_embedding_type": "rope\"""";

    @Test
    void four_multipliers_are_read() {
        ModelConfig config = read("Granite", """
                "embedding_multiplier": 12, "attention_multiplier": 0.0078125, "residual_multiplier": 0.22,
                "logits_scaling": 8.0""");
        assertThat(config.multipliers()).isEqualTo(new Multipliers(12, 0.22, 8));
        assertThat(config.attention().scale()).isEqualTo(0.0078125);
    }

    @Test
    void multipliers_that_are_absent_are_one_and_not_the_root_of_the_head_size() {
        ModelConfig config = read("Granite", "\"tie_word_embeddings\": true");
        assertThat(config.multipliers()).isEqualTo(Multipliers.NONE);
        assertThat(config.attention().scale()).isEqualTo(1);
        assertThat(read("Llama", "\"attention_multiplier\": 3").attention().scale())
                .isEqualTo(0.25);
    }

    @Test
    void a_dense_hybrid_has_the_size_of_its_shared_feed_forward_and_one_matrix_for_gate_and_up() {
        ModelConfig config = read("GraniteMoeHybrid", DENSE + ", \"shared_intermediate_size\": 96");
        assertThat(config.feedForwardSize()).isEqualTo(96);
        List<Weight.Part> parts = new WeightLayout(config)
                .layer(1).stream()
                        .filter(weight -> weight.role() == WeightRole.GATE_UP || weight.role() == WeightRole.DOWN)
                        .flatMap(weight -> weight.parts().stream())
                        .toList();
        assertThat(parts)
                .containsExactly(
                        Weight.part("model.layers.1.shared_mlp.input_linear.weight", 192, 64),
                        Weight.part("model.layers.1.shared_mlp.output_linear.weight", 64, 96));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"attention\", \"attention\" | \"attention\", \"mamba\" | 'layer_types' must be a list of 2 times attention: no other layers, such as mamba, can be run; it is [\"attention\",\"mamba\"]",
                "\"attention\", \"attention\" | \"attention\" | 'layer_types' must be a list of 2 times attention",
                "\"layer_types\" | \"types\" | without it, all layers are mamba layers, which can't be run; it is missing",
                "\"num_local_experts\": 0 | \"num_local_experts\": 62 | 'num_local_experts' must be 0, the default being 8: experts can't be run, only dense models; it is 62",
                "\"num_local_experts\": 0 | \"experts\": 0 | 'num_local_experts' must be 0, the default being 8: experts can't be run, only dense models; it is missing",
                "\"rope\" | \"nope\" | 'position_embedding_type' must be \"rope\": models without rotary positions can't be run; it is \"nope\"",
                "\"rope\" | null | models without rotary positions can't be run; it is null"
            })
    void other_hybrids_are_refused_by_what_they_have(String dense, String other, String problem) {
        assertThat(read("GraniteMoeHybrid", DENSE).layers()).isEqualTo(2);
        assertThatThrownBy(() -> read("GraniteMoeHybrid", DENSE.replace(dense, other)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("config.json: ")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"embedding_multiplier, 0", "attention_multiplier, -1", "residual_multiplier, \"x\"", "logits_scaling, 0"
    })
    void a_multiplier_that_is_not_positive_is_refused(String key, String value) {
        assertThatThrownBy(() -> read("Granite", "\"" + key + "\": " + value))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'" + key + "' must be a number above 0");
    }

    private static ModelConfig read(String family, String entries) {
        String json = "{\"architectures\": [\"" + family + "ForCausalLM\"], " + SIZES + ", " + entries + "}";
        return ModelConfigReader.read(JsonFields.parse(Path.of("config.json"), json.getBytes(StandardCharsets.UTF_8)));
    }
}
