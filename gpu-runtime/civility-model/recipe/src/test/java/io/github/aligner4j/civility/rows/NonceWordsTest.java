package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NonceWordsTest {

    private static final List<String> TEXTS = List.of("The brave captain, she sails!", "Quiet waters", "no no 12345");
    private static final Set<String> WORDS = Set.of("brave", "captain", "sails", "Quiet", "waters");

    @Test
    void rows_change_nothing_and_have_one_to_so_many_words_that_no_text_has() {
        List<CorrectionRow> rows = new NonceWords(2).rows(TEXTS, 300, new Random(5));

        assertThat(rows).hasSize(300).allSatisfy(row -> {
            assertThat(row.identity()).isTrue();
            assertThat(row.answer())
                    .matches("The \\p{L}+, she \\p{L}+!|The \\p{L}+ \\p{L}+, she \\p{L}+!|\\p{L}+ \\p{L}+");
            assertThat(row.answer().length()).isLessThanOrEqualTo("The brave captain, she sails!".length());
        });
        assertThat(rows)
                .extracting(NonceWordsTest::coined)
                .allMatch(count -> count <= 2)
                .contains(1L, 2L);
    }

    private static long coined(CorrectionRow row) {
        return Stream.of(row.answer().split("[^\\p{L}]+"))
                .filter(word -> word.length() > 3 && !WORDS.contains(word))
                .count();
    }

    @Test
    void a_coined_word_begins_as_one_word_and_ends_as_another() {
        List<CorrectionRow> rows = new NonceWords(1).rows(List.of("abcdef", "uvwxyz"), 100, new Random(5));

        assertThat(rows)
                .extracting(CorrectionRow::answer)
                .contains("abcxyz", "uvwdef")
                .allMatch(text -> text.length() == 6);
    }

    @Test
    void texts_without_a_long_word_make_none() {
        assertThat(new NonceWords(1).rows(List.of("no no 12345"), 10, new Random(5)))
                .isEmpty();
    }

    @Test
    void no_word_is_refused() {
        assertThatThrownBy(() -> new NonceWords(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonce words must be at least 1, but was 0");
    }
}
