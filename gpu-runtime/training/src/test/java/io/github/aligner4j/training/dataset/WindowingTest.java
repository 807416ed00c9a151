// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.text.SentenceWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WindowingTest {

    private static final int ALL = Integer.MAX_VALUE;
    private static final List<String> SENTENCES = List.of(
            "All is well.", "Is it? ", "Nothing happens at all!\n\n", "1. One thing.\n", "Why?", "It goes on. ");

    @Test
    void good_answers_become_windows_without_white_space_around_them() {
        String answer = "One. Two.\n\n- Three is longer.\n  \n";
        assertThat(cut(new CorrectionRow("q", answer, answer), 12))
                .containsExactly(same("One. Two."), same("- Three is"), same("longer."));
    }

    @Test
    void each_window_gets_what_became_of_it() {
        assertThat(cut(new CorrectionRow("q", "One. You fool. Two.\nThree.", "One. Dear friend. Two.\nThree."), 10))
                .containsExactly(
                        same("One."),
                        new CorrectionRow("q", "You fool.", "Dear friend."),
                        same("Two."),
                        same("Three."));
    }

    @Test
    void a_row_of_one_window_stays_whole() {
        assertThat(cut(new CorrectionRow("q", " You fool. Two. ", "Friend. Two.\n"), 50))
                .containsExactly(new CorrectionRow("q", "You fool. Two.", "Friend. Two."));
    }

    @Test
    void a_sentence_that_was_deleted_gets_an_empty_correction() {
        assertThat(cut(new CorrectionRow("q", "One.\n\nGet lost!", "One."), 10))
                .containsExactly(same("One."), new CorrectionRow("q", "Get lost!", ""));
        assertThat(cut(new CorrectionRow("q", "Get lost!\nOne.", "One."), 10))
                .containsExactly(new CorrectionRow("q", "Get lost!", ""), same("One."));
    }

    @Test
    void a_sentence_that_was_added_goes_to_a_neighbour() {
        assertThat(cut(new CorrectionRow("q", "One.\nTwo.", "One.\nMore.\nTwo."), 10))
                .containsExactly(same("One."), new CorrectionRow("q", "Two.", "More.\nTwo."));
    }

    @Test
    void windows_with_a_border_inside_a_change_are_left_out_and_counted() {
        CorrectionRow row = new CorrectionRow("q", "Zero.\nOne. Two.\nEnd.", "Zero.\nAll in one other sentence\nEnd.");

        assertThat(new Windowing(5, ALL).cut(List.of(row)))
                .isEqualTo(new Windowing.Outcome(List.of(same("Zero."), same("End.")), 2));
    }

    @Test
    void the_end_of_the_question_is_kept() {
        CorrectionRow row = new CorrectionRow("ab\ud83d\ude00c", "One.", "One.");
        assertThat(new Windowing(9, 3).cut(List.of(row)).rows().get(0).question())
                .isEqualTo("\ud83d\ude00c");
        assertThat(new Windowing(9, 2).cut(List.of(row)).rows().get(0).question())
                .isEqualTo("c");
        assertThat(new Windowing(9, 0).cut(List.of(row)).rows().get(0).question())
                .isEmpty();
        assertThatThrownBy(() -> new Windowing(1, 0))
                .hasMessage(
                        "a window must have at least 2 characters of the answer and 0 of the question, but was to have"
                                + " 1 and 0");
    }

    @Test
    void only_the_first_windows_become_rows_if_there_is_a_maximum() {
        CorrectionRow row = new CorrectionRow("q", "One. Two. Six. Ten.", "Uno. Two. All else.");
        assertThat(new Windowing(5, ALL, 2).cut(List.of(row)))
                .isEqualTo(new Windowing.Outcome(
                        List.of(new CorrectionRow("q", "One.", "Uno."), new CorrectionRow("q", "Two.", "Two.")), 0));
        assertThat(new Windowing(5, ALL, 3).cut(List.of(row)).rows()).hasSize(2);
        for (int max = 1; max < 6; max++) {
            CorrectionRow same = new CorrectionRow("q", "One. Two. Six. Ten.", "One. Two. Six. Ten.");
            assertThat(new Windowing(5, ALL, max).cut(List.of(same)).rows())
                    .isEqualTo(new Windowing(5, ALL).cut(List.of(same)).rows().subList(0, Math.min(max, 4)));
        }
        assertThatThrownBy(() -> new Windowing(5, 0, 0)).hasMessage("max-windows must be at least 1, but was 0");
    }

    @Test
    void pieces_joined_are_the_whole_text_again_whatever_was_changed() {
        Random random = new Random(7);
        int cut = 0;
        for (int i = 0; i < 2000; i++) {
            List<String> sentences = new ArrayList<>();
            for (int j = 0; j < 2 + random.nextInt(5); j++) {
                sentences.add(SENTENCES.get(random.nextInt(SENTENCES.size())));
            }
            String answer = String.join(" ", sentences);
            sentences.replaceAll(sentence -> changed(sentence, random));
            CorrectionRow row = new CorrectionRow("q", answer, String.join(" ", sentences));
            int window = 2 + random.nextInt(30);
            Windowing.Outcome outcome = new Windowing(window, ALL).cut(List.of(row));
            cut += outcome.uncut() > 0 ? 0 : checked(row, outcome.rows(), window);
        }
        assertThat(cut).isGreaterThan(1000);
    }

    private static int checked(CorrectionRow row, List<CorrectionRow> rows, int window) {
        assertThat(rows.stream().map(CorrectionRow::answer))
                .isEqualTo(SentenceWindows.of(row.answer(), window).stream()
                        .map(String::strip)
                        .filter(words -> !words.isEmpty())
                        .toList());
        String joined = rows.stream().map(CorrectionRow::correction).collect(Collectors.joining());
        assertThat(letters(joined)).isEqualTo(letters(row.correction()));
        return 1;
    }

    private static String changed(String sentence, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> sentence + "And more.";
            case 2 -> sentence.replace("is", "was");
            default -> sentence;
        };
    }

    private static String letters(String text) {
        return text.replaceAll("\\s", "");
    }

    private static List<CorrectionRow> cut(CorrectionRow row, int characters) {
        Windowing.Outcome outcome = new Windowing(characters, ALL).cut(List.of(row));
        assertThat(outcome.uncut()).isZero();
        return outcome.rows();
    }

    private static CorrectionRow same(String text) {
        return new CorrectionRow("q", text, text);
    }
}
