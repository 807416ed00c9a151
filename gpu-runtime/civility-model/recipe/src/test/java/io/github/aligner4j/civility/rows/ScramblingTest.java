package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScramblingTest {

    private static final List<String> TEXTS = List.of("one two three", "four five \ud83d\ude00 six");

    @Test
    void rows_change_nothing_and_fit() {
        List<CorrectionRow> rows = new Scrambling(40).rows(TEXTS, 500, new Random(3));
        assertThat(rows).hasSize(500).allSatisfy(row -> {
            assertThat(row.identity()).isTrue();
            assertThat(row.answer()).isEqualTo(row.answer().strip()).isNotEmpty();
            assertThat(row.answer().length()).isLessThanOrEqualTo(41);
            assertThat(row.answer()
                                    .chars()
                                    .filter(c -> Character.isSurrogate((char) c))
                                    .count()
                            % 2)
                    .isZero();
        });
        assertThat(rows).extracting(CorrectionRow::answer).anyMatch(text -> text.contains("three"));
        assertThat(rows).extracting(CorrectionRow::answer).anyMatch(text -> text.matches(".*\\d{2}.*"));
    }

    @Test
    void the_same_seed_makes_the_same_rows() {
        assertThat(new Scrambling(40).rows(TEXTS, 50, new Random(3)))
                .isEqualTo(new Scrambling(40).rows(TEXTS, 50, new Random(3)))
                .isNotEqualTo(new Scrambling(40).rows(TEXTS, 50, new Random(4)));
    }

    @Test
    void no_room_is_refused() {
        assertThatThrownBy(() -> new Scrambling(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 characters, but it was 1");
    }
}
