package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NaturalCopiesTest {

    @Test
    void pairs_of_the_same_words_are_to_be_left_alone() {
        CorrectionRow same = row("so , i know .", "So, I know");
        NaturalCopies copies = NaturalCopies.of(List.of(same), 1, new Random(1));

        assertThat(copies.same()).isEqualTo(1);
        assertThat(copies.rows()).containsExactly(same.asIdentity(), row("So, I know.", "So, I know."));
    }

    @Test
    void the_share_decides_how_many_are_copied() {
        List<CorrectionRow> rows = IntStream.range(0, 1000)
                .mapToObj(i -> row("you fool , " + i, "you , " + i))
                .toList();

        NaturalCopies copies = NaturalCopies.of(rows, 0.3, new Random(1));

        assertThat(copies.copies()).isBetween(250, 350);
        assertThat(copies.rows()).startsWith(rows.get(0)).hasSize(1000 + copies.copies());
        assertThat(NaturalCopies.of(rows, 0, new Random(1)).rows()).isEqualTo(rows);
        assertThatThrownBy(() -> NaturalCopies.of(rows, 1.5, new Random(1)))
                .hasMessage("the share of natural copies must be 0 to 1, but was 1.5");
    }

    private static CorrectionRow row(String answer, String correction) {
        return new CorrectionRow("", answer, correction);
    }
}
