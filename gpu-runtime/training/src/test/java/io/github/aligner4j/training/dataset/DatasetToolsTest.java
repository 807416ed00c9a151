// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DatasetToolsTest {

    private static final CorrectionRow RUDE = new CorrectionRow("", "you fool", "dear reader");

    @Test
    void rows_that_differ_in_case_and_white_space_only_are_one() {
        CorrectionRow again = new CorrectionRow(" ", "You  fool", "dear reader\n");
        CorrectionRow other = new CorrectionRow("", "you fool", "friend");

        assertThat(Deduplication.of(List.of(RUDE, again, other))).containsExactly(RUDE, other);
        assertThat(Deduplication.firstCorrections(List.of(RUDE, again, other))).containsExactly(RUDE);
    }

    @Test
    void rows_about_other_passages_are_other_rows() {
        CorrectionRow row = new CorrectionRow(List.of("one"), "q", "a", "c");
        CorrectionRow other = new CorrectionRow(List.of("two"), "q", "a", "c");

        assertThat(Deduplication.of(List.of(row, other, new CorrectionRow(List.of("One "), "q", "a", "c"))))
                .containsExactly(row, other);
        assertThat(Deduplication.firstCorrections(List.of(row, other, row.with("q", "a", "d"))))
                .containsExactly(row, other);
    }

    @Test
    void identity_rows_reach_the_share_with_good_answers() {
        List<CorrectionRow> mixed = IdentityMixing.mix(rows(80), 0.2, 99, new Random(1));

        assertThat(mixed).hasSize(100).containsAll(rows(80));
        assertThat(mixed.stream().filter(CorrectionRow::identity))
                .hasSize(20)
                .allMatch(row -> row.answer().startsWith("good"));
        assertThat(IdentityMixing.mix(mixed, 0.2, 99, new Random(1))).hasSize(100);
        assertThat(IdentityMixing.mix(rows(8), 0.9, 99, new Random(1))).hasSize(16);
        assertThat(IdentityMixing.mix(rows(8), 0.9, 5, new Random(1)))
                .as("good answers are longer")
                .hasSize(8);
    }

    @Test
    void of_the_rows_to_leave_alone_those_with_words_that_few_have_are_kept_first() {
        List<CorrectionRow> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(new CorrectionRow("", "the cat sat, number " + i % 2 + ".", "").asIdentity());
        }
        rows.add(new CorrectionRow("", "a situational cat", "").asIdentity());
        rows.add(RUDE);

        List<CorrectionRow> kept = IdentityLimit.keep(rows, 6, new Random(1));

        assertThat(kept).hasSize(7).contains(RUDE);
        assertThat(kept).extracting(CorrectionRow::answer).contains("a situational cat", "the cat sat, number 0.");
        assertThat(IdentityLimit.keep(rows, 0, new Random(1))).containsExactly(RUDE);
        assertThatThrownBy(() -> IdentityLimit.keep(rows, -1, new Random(1))).hasMessageContaining("but was -1");
    }

    @Test
    void a_share_that_leaves_nothing_to_correct_is_refused() {
        assertThatThrownBy(() -> IdentityMixing.mix(rows(1), 1, 99, new Random(1)))
                .hasMessage("the share of identity rows must be 0 to 0.9, but was 1.0");
    }

    @Test
    void rows_to_leave_alone_are_kept_up_to_a_number() {
        List<CorrectionRow> rows = new ArrayList<>(rows(10));
        rows(10).forEach(row -> rows.add(row.asIdentity()));

        List<CorrectionRow> kept = IdentityLimit.keep(rows, 4, new Random(1));

        assertThat(kept).hasSize(14).containsAll(rows(10)).isSubsetOf(rows);
        assertThat(IdentityLimit.keep(rows, 4, new Random(1))).isEqualTo(kept);
        assertThat(IdentityLimit.keep(rows, 40, new Random(1))).isEqualTo(rows);
        assertThat(IdentityLimit.keep(rows, 0, new Random(1))).isEqualTo(rows(10));
        assertThatThrownBy(() -> IdentityLimit.keep(rows, -2, new Random(1)))
                .hasMessage("the maximum number of identity rows must be at least 0, but was -2");
    }

    @Test
    void a_question_is_in_one_part_only_wherever_it_stands() {
        List<CorrectionRow> rows = new ArrayList<>();
        IntStream.range(0, 1000)
                .forEach(i -> rows.add(new CorrectionRow("question " + i % 250, "answer " + i, "correction")));

        DatasetSplit<CorrectionRow> split = DatasetSplit.of(rows, CorrectionRow::question, 0.2, 0.1, 3);

        assertThat(questions(split.train())).doesNotContainAnyElementsOf(questions(split.dev()));
        assertThat(questions(split.train())).doesNotContainAnyElementsOf(questions(split.test()));
        assertThat(questions(split.dev())).doesNotContainAnyElementsOf(questions(split.test()));
        assertThat(split.dev().size()).isBetween(120, 280);
        assertThat(split.test().size()).isBetween(40, 160);
        assertThat(split.train().size() + split.dev().size() + split.test().size())
                .isEqualTo(1000);
        assertThat(DatasetSplit.of(rows.subList(500, 501), CorrectionRow::question, 0.2, 0.1, 3)
                        .train())
                .isEqualTo(split.train().stream().filter(rows.get(500)::equals).toList());
        assertThatThrownBy(() -> DatasetSplit.of(rows, CorrectionRow::question, 0.5, 0.5, 3))
                .hasMessageContaining("together below 1");
    }

    @Test
    void statistics_count_lengths_edits_and_duplicates() {
        DatasetStatistics statistics = DatasetStatistics.of(List.of(
                new CorrectionRow("q", "1234567890", "1234567890"),
                new CorrectionRow("q", "a b", "a c"),
                new CorrectionRow("Q", "a b", "a c")));

        assertThat(statistics.rows()).isEqualTo(3);
        assertThat(statistics.questions()).isEqualTo(1);
        assertThat(statistics.duplicates()).isEqualTo(1);
        assertThat(statistics.identityShare()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(statistics.answerCharacters()).isEqualTo(new DatasetStatistics.Quantiles(3, 10, 10));
        assertThat(statistics.editRatio().median()).isCloseTo(2 / 6.0, within(1e-9));
        assertThat(DatasetStatistics.of(List.of()).editRatio().largest()).isZero();
    }

    private static Set<String> questions(List<CorrectionRow> rows) {
        return new HashSet<>(rows.stream().map(CorrectionRow::question).toList());
    }

    private static List<CorrectionRow> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CorrectionRow("q", "bad " + i, "good " + i))
                .toList();
    }
}
