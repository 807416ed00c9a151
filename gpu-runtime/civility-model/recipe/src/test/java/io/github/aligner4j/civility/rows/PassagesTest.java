// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PassagesTest {

    private static final String PARAGRAPH = "It was a dark night at sea. ".repeat(40);

    @Test
    void passages_are_whole_sentences_of_different_lengths() {
        List<CorrectionRow> rows = new Passages(100).draw(Collections.nCopies(30, PARAGRAPH), 50, new Random(1));

        assertThat(rows)
                .hasSize(50)
                .allMatch(row -> row.identity() && row.answer().length() <= 100)
                .allMatch(row -> row.answer().matches("(It was a dark night at sea\\. ?)+"));
        assertThat(rows.stream().map(CorrectionRow::answer).distinct().count()).isGreaterThan(1);
    }

    @Test
    void short_lines_and_parts_of_sentences_are_left_out() {
        assertThat(new Passages(20).draw(List.of("Chapter 1", "x".repeat(15)), 5, new Random(1)))
                .isEmpty();
    }
}
