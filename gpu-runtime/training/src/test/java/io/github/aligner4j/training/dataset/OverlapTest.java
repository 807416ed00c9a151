// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.training.dataset.Overlap.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OverlapTest {

    @TempDir
    private Path folder;

    @Test
    void runs_of_words_count_in_what_is_changed_only_and_without_case_and_punctuation() throws IOException {
        List<AnnotatedRow> train = rows("""
                {"question": "", "answer": "Only a total fool could miss that. Press the red key twice.", \
                "correction": "Press the red key twice."}
                """);
        List<AnnotatedRow> eval = rows("""
                {"question": "", "answer": "Try it: press the red key twice, you dolt.", "correction": "Try it: press the red key twice."}
                {"question": "", "answer": "Wait. Only a TOTAL fool, could miss that!", "correction": "Wait."}
                {"question": "", "answer": "Only a total fool could miss that.", "correction": "Only a total fool could miss that."}
                """);

        Overlap overlap = Overlap.between(eval, train, 6);

        assertThat(overlap.runs()).containsExactly(new Shared(2, 1, "only a total fool could miss"));
        assertThat(overlap.changedRows()).isEqualTo(2);
        assertThat(overlap.runShare()).isEqualTo(0.5);
        assertThat(overlap.answers()).isEmpty();
        assertThat(Overlap.between(eval, train, 8).runs()).isEmpty();
    }

    @Test
    void a_run_of_the_correction_counts_too() throws IOException {
        List<AnnotatedRow> rows = rows("""
                {"question": "", "answer": "Idiot.", "correction": "It may help to look again here."}
                {"question": "", "answer": "Moron.", "correction": "It may help to look again there."}
                """);

        assertThat(Overlap.within(rows, 6).runs())
                .containsExactly(
                        new Shared(1, 2, "it may help to look again"), new Shared(2, 1, "it may help to look again"));
    }

    @Test
    void whole_answers_are_compared_of_all_rows() throws IOException {
        List<AnnotatedRow> rows = rows("""
                {"question": "a", "answer": "So it is.", "correction": "So it is."}
                {"question": "b", "answer": "so it is!", "correction": "Yes."}
                {"question": "c", "answer": "???", "correction": "???"}
                {"question": "d", "answer": "!!!", "correction": "!!!"}
                """);

        Overlap overlap = Overlap.within(rows, 6);

        assertThat(overlap.answers()).containsExactly(new Shared(1, 2, "so it is"), new Shared(2, 1, "so it is"));
        assertThat(overlap.answerShare()).isEqualTo(0.5);
        assertThat(Overlap.within(List.of(), 6).answerShare()).isZero();
        assertThat(Overlap.between(rows, rows.subList(0, 1), 6).answers())
                .as("a row is no other row of itself")
                .containsExactly(new Shared(2, 1, "so it is"));
    }

    @Test
    void a_run_without_words_is_refused() {
        assertThatThrownBy(() -> Overlap.within(List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a run must have at least 1 word, but was to have 0");
    }

    private List<AnnotatedRow> rows(String lines) throws IOException {
        return RowFile.readAll(Files.writeString(folder.resolve("rows.jsonl"), lines), AnnotatedRow::parse);
    }
}
