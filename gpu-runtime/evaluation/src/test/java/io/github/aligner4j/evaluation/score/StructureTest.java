// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StructureTest {

    @Test
    void other_words_in_the_same_outline_keep_it() {
        assertThat(Structure.isKept("# A\n\n- one\n- two", "# B\n\n- three\n- four"))
                .isTrue();
    }

    @Test
    void a_missing_item_changes_it() {
        assertThat(Structure.isKept("# A\n\n- one\n- two", "# A\n\n- one and two"))
                .isFalse();
    }

    @Test
    void json_keeps_its_names_and_numbers() {
        assertThat(Structure.isKept("{\"a\": \"x\", \"n\": 1}", "{\"a\": \"y\", \"n\": 1}"))
                .isTrue();
        assertThat(Structure.isKept("{\"a\": \"x\", \"n\": 1}", "{\"a\": \"x\", \"n\": 2}"))
                .isFalse();
        assertThat(Structure.isKept("{\"a\": \"x\"}", "Here you are.")).isFalse();
    }
}
