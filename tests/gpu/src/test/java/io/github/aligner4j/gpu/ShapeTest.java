// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ShapeTest {

    @Test
    void sizes_replace_those_of_the_shape_by_their_names_in_config_json() {
        assertThat(Shape.of("2b").with(Map.of("num_hidden_layers", 4)).config())
                .containsEntry("model_type", "gemma")
                .containsEntry("num_hidden_layers", 4)
                .containsEntry("head_dim", 256);
    }

    @Test
    void an_unknown_shape_or_size_is_refused_with_the_known_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of("70b"))
                .withMessage("shape must be one of [7b, 2b, 134m, tiny, tiny-gemma], but was '70b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of("7b").with(Map.of("layers", 4)))
                .withMessage(
                        "shape 7b has no size 'layers'; sizes are those of config.json, such as num_hidden_layers");
    }
}
