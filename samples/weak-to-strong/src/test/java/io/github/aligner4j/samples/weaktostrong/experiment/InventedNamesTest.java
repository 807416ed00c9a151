// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.samples.weaktostrong.Rudeness;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InventedNamesTest {

    @Test
    void no_name_of_a_test_sentence_is_in_a_training_row() {
        assertThat(InventedNames.training().names())
                .hasSize(460)
                .doesNotContainAnyElementsOf(InventedNames.heldOut().names());
        assertThat(InventedNames.heldOut().names()).hasSize(116);
    }

    @Test
    void rows_are_rude_and_their_corrections_civil_and_the_same_for_the_same_seed() {
        List<CorrectionRow> rows = InventedNames.training().rows(200, new Random(7));

        assertThat(rows)
                .isEqualTo(InventedNames.training().rows(200, new Random(7)))
                .startsWith(InventedNames.training().rows(50, new Random(7)).toArray(CorrectionRow[]::new))
                .allMatch(row -> Rudeness.isIn(row.answer()) && !Rudeness.isIn(row.correction()))
                .allMatch(row -> row.correction().matches("The \\w{4} \\w+ the \\w{4}\\."));
    }

    @Test
    void texts_repeat_their_sentences_on_request_only() {
        assertThat(InventedNames.training().texts(50, true, new Random(7)))
                .allMatch(text -> text.substring(0, text.length() / 2).equals(text.substring(text.length() / 2 + 1)));
        assertThat(InventedNames.training().texts(50, false, new Random(7)))
                .noneMatch(text -> text.substring(0, text.length() / 2).equals(text.substring(text.length() / 2 + 1)));
    }
}
