// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AspectsTest {

    @Test
    void each_aspect_has_a_name_a_definition_and_a_source() {
        assertThat(Aspects.all())
                .extracting(Aspect::name)
                .containsExactly(
                        "helpful", "harmless", "honest", "empathy", "civility", "groundedness", "meaning-kept");
        assertThat(Aspects.all()).allSatisfy(aspect -> {
            assertThat(Aspects.of(aspect.name())).isEqualTo(aspect);
            assertThat(aspect.source()).isNotBlank();
            assertThat(aspect.comparesWithOriginal()).isEqualTo(aspect.name().equals("meaning-kept"));
        });
    }

    @Test
    void metaaligners_aspects_and_definitions_of_ones_own_are_aspects() {
        assertThat(Aspects.of("Instruction-Following").definition())
                .isEqualTo("Instruction following: the response should follow the instructions of the query");
        assertThat(Aspects.of("instruction-following").source()).contains("MetaAligner");
        assertThat(Aspects.of(" brand : Says \"you\", as in: you can. "))
                .isEqualTo(new Aspect("brand", "Says \"you\", as in: you can.", "", false));
    }

    @Test
    void an_unknown_name_and_an_empty_definition_are_refused() {
        assertThatThrownBy(() -> Aspects.of("nice"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "aspect must be one of helpful, harmless, honest, empathy, civility, groundedness,"
                                + " meaning-kept, harmlessness,")
                .hasMessageEndingWith("or 'NAME: DEFINITION' of your own, but was 'nice'");
        assertThatThrownBy(() -> Aspects.of("nice:"))
                .hasMessage(
                        "an aspect needs a name and a definition, as in 'polite: The answer insults nobody.', but has a"
                                + " name of 4 and a definition of 0 characters");
    }
}
