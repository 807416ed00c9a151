// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Linear and Llama 3 scaling are held by the golden checkpoints; YaRN's figures here are those of transformers 5.18. */
class RotaryEmbeddingTest {

    private static final float[] YARN = {
        1f, 0.23717082f, 0.05f, 0.007905695f, 0.0025f, 7.905695e-4f, 2.5e-4f, 7.905695e-5f
    };

    @Test
    void frequencies_fall_from_one() {
        float[] frequencies = new RotaryEmbedding(10_000, 8, new RotaryScaling.None()).frequencies();
        assertThat(frequencies).containsExactly(new float[] {1f, 0.1f, 0.01f, 0.001f}, within(1e-8f));
    }

    @Test
    void yarn_mixes_frequencies_by_index_and_sharpens_attention() {
        RotaryEmbedding yarn = yarn("");
        assertThat(yarn.frequencies()).containsExactly(YARN, within(1e-8f));
        assertThat(yarn.magnitude()).isEqualTo(1.138629436111989, within(1e-12));
    }

    @Test
    void yarn_takes_its_bounds_as_they_are_if_told_not_to_truncate() {
        RotaryEmbedding yarn = yarn(", \"truncate\": false, \"beta_fast\": 16.0");
        assertThat(yarn.frequencies()[1]).isEqualTo(0.23840846f, within(1e-7f));
        assertThat(yarn.frequencies()[2]).isEqualTo(0.0442483f, within(1e-7f));
    }

    @Test
    void yarn_takes_a_given_magnitude() {
        assertThat(yarn(", \"mscale\": 0.7, \"mscale_all_dim\": 1.0").magnitude())
                .isEqualTo(0.9634746568860826, within(1e-12));
        assertThat(yarn(", \"attention_factor\": 1.5").magnitude()).isEqualTo(1.5);
    }

    private static RotaryEmbedding yarn(String more) {
        String json = """
                {"rope_parameters": {"rope_theta": 10000.0, "rope_type": "yarn", "factor": 4.0,
                "original_max_position_embeddings": 128%s}}""".formatted(more);
        JsonFields config = JsonFields.parse(Path.of("config.json"), json.getBytes(StandardCharsets.UTF_8));
        return new RotaryReader(config, 16, 512).only();
    }
}
