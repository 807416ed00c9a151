// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CarryingTest {

    private static final CorrectionRow RUDE = new CorrectionRow("", "Ask, you fool.", "Ask.");
    private static final CorrectionRow PASSAGE =
            new CorrectionRow("", "One thing. Two things.", "One thing. Two things.");

    @Test
    void a_row_stands_before_between_and_after_the_sentences_of_a_passage() {
        Carrying carrying = new Carrying(List.of(List.of(RUDE)), List.of(List.of(PASSAGE)), 100);

        assertThat(carrying.rows(60, new Random(1)))
                .hasSize(60)
                .containsOnly(
                        row("Ask, you fool. One thing. Two things.", "Ask. One thing. Two things."),
                        row("One thing. Ask, you fool. Two things.", "One thing. Ask. Two things."),
                        row("One thing. Two things. Ask, you fool.", "One thing. Two things. Ask."));
    }

    @Test
    void a_deleted_sentence_leaves_no_white_space() {
        CorrectionRow deleted = new CorrectionRow("", "You fool.", "");
        Carrying carrying = new Carrying(List.of(List.of(deleted)), List.of(List.of(PASSAGE)), 100);

        assertThat(carrying.rows(20, new Random(1)))
                .extracting(CorrectionRow::correction)
                .containsOnly("One thing. Two things.");
    }

    @Test
    void rows_longer_than_the_window_are_not_made() {
        Carrying carrying = new Carrying(List.of(List.of(RUDE)), List.of(List.of(PASSAGE)), 36);

        assertThat(carrying.rows(5, new Random(1))).isEmpty();
        assertThat(new Carrying(List.of(List.of(RUDE)), List.of(List.of(PASSAGE)), 37).rows(5, new Random(1)))
                .hasSize(5);
    }

    @Test
    void without_rows_or_passages_nothing_is_made() {
        assertThat(new Carrying(List.of(), List.of(List.of(PASSAGE)), 100).rows(5, new Random(1)))
                .isEmpty();
        assertThat(new Carrying(List.of(List.of(RUDE)), List.of(List.of()), 100).rows(5, new Random(1)))
                .isEmpty();
    }

    private static CorrectionRow row(String answer, String correction) {
        return new CorrectionRow("", answer, correction);
    }
}
