// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BuiltInRowsTest {

    private final List<BenchRow> rows = BuiltInRows.with(BuiltInRowsTest::words);

    @Test
    void the_kinds_take_turns_and_no_row_is_there_twice() {
        assertThat(rows).hasSize(12).doesNotHaveDuplicates();
        assertThat(rows.stream().map(BenchRow::kind).limit(4))
                .containsExactly("unchanged", "civil edits", "unchanged", "civil edits");
        assertThat(rows.stream().map(BenchRow::question)).allMatch(question -> question.endsWith("?"));
    }

    @Test
    void an_unchanged_answer_is_its_own_correction() {
        assertThat(of("unchanged")).allSatisfy(row -> {
            assertThat(row.correction()).isEqualTo(row.answer());
            assertThat(words(row.answer())).isBetween(200, 225);
        });
    }

    @Test
    void a_rude_answer_differs_in_three_of_its_sentences() {
        assertThat(of("civil edits")).allSatisfy(row -> {
            List<String> kept = sentences(String.valueOf(row.correction()));
            assertThat(sentences(row.answer()).stream().filter(sentence -> !kept.contains(sentence)))
                    .hasSize(3);
            assertThat(words(row.answer())).isBetween(130, 175);
        });
    }

    @Test
    void they_are_the_same_each_time() {
        assertThat(BuiltInRows.with(BuiltInRowsTest::words)).isEqualTo(rows);
    }

    private List<BenchRow> of(String kind) {
        return rows.stream().filter(row -> row.kind().equals(kind)).toList();
    }

    private static List<String> sentences(String text) {
        return Arrays.asList(text.split("(?<=\\.) "));
    }

    private static int words(String text) {
        return text.isEmpty() ? 0 : text.split(" ").length;
    }
}
