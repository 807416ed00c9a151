// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import io.github.aligner4j.training.contamination.ContaminatedRow.Kind;
import io.github.aligner4j.training.contamination.ContaminatedRow.Match;
import io.github.aligner4j.training.contamination.PlacedRow.Place;
import io.github.aligner4j.training.dataset.AnswerRow;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

class ContaminationCheckTest {

    private static final Set<TextField> ALL = EnumSet.allOf(TextField.class);
    private static final ContaminationRule RULE = new ContaminationRule(8, ALL, 0, 4);
    private static final String LINE = "the quick brown fox jumps over the lazy dog";

    @Test
    void a_shared_run_of_words_is_found_in_any_field_without_case_and_punctuation() {
        PlacedRow train = row(7, "Say it.", "Well: THE quick, brown fox jumps over the lazy dog!", "");
        PlacedRow question = row(1, "Once " + LINE + " again", "So.", "");
        PlacedRow correction = row(2, "q", "a", "And " + LINE + ", yes.");
        PlacedRow turn = new PlacedRow(
                new Place("eval", 3),
                new AnswerRow(List.of(new Turn(Role.USER, LINE + "s")), List.of(), "q", "a", Optional.empty()));
        PlacedRow passage = new PlacedRow(
                new Place("eval", 4), new AnswerRow(List.of(), List.of("x", LINE + "s"), "q", "a", Optional.empty()));
        PlacedRow clean = row(5, "q", "the quick brown fox jumps over a lazy dog", "");

        List<ContaminatedRow> found = check(List.of(question, correction, turn, passage, clean), RULE, train);

        Place other = new Place("eval", 7);
        String first = "the quick brown fox jumps over the lazy";
        assertThat(found)
                .containsExactly(
                        found(1, new Match(Kind.NGRAM, TextField.QUESTION, other, 0.5, first)),
                        found(2, new Match(Kind.NGRAM, TextField.CORRECTION, other, 0.5, first)),
                        found(3, new Match(Kind.NGRAM, TextField.CONVERSATION, other, 0.5, first)),
                        found(4, new Match(Kind.NGRAM, TextField.CONTEXT, other, 0.5, first)));
    }

    @Test
    void a_short_text_is_found_only_whole_and_in_the_same_field() {
        PlacedRow train = row(9, "Where is the cat?", "In the old garden.", "");
        PlacedRow same = row(1, "where IS the cat", "Here.", "");
        PlacedRow longer = row(2, "So where is the cat?", "Here.", "");
        PlacedRow elsewhere = row(3, "", "Where is the cat?", "");
        PlacedRow tooShort = row(4, "Where?", "In the garden.", "");
        List<PlacedRow> rows = List.of(same, longer, elsewhere, tooShort);

        assertThat(check(rows, RULE, train, row(10, "Where?", "In the garden.", "")))
                .containsExactly(found(
                        1, new Match(Kind.TEXT, TextField.QUESTION, new Place("eval", 9), 1, "where is the cat")));
        assertThat(check(rows, new ContaminationRule(8, EnumSet.of(TextField.ANSWER), 0, 4), train))
                .isEmpty();
    }

    @Test
    void a_minimum_share_of_the_runs_must_be_found() {
        PlacedRow train = row(9, "q", LINE, "");
        PlacedRow half = row(1, LINE + " today and tomorrow", "", "");

        assertThat(check(List.of(half), new ContaminationRule(8, ALL, 0.4, 4), train))
                .singleElement()
                .satisfies(row -> assertThat(row.matches().get(0).share()).isEqualTo(0.4));
        assertThat(check(List.of(half), new ContaminationRule(8, ALL, 0.7, 4), train))
                .isEmpty();
    }

    @Test
    void rows_of_one_set_are_compared_with_the_others_not_with_themselves() {
        PlacedRow one = row(1, LINE, "", "");
        PlacedRow two = row(2, "x " + LINE, "", "");
        PlacedRow alone = row(
                3, "one two three four five six seven eight nine ten one two three four five six seven eight", "", "");

        assertThat(ContaminationCheck.within(List.of(one, two, alone), RULE))
                .extracting(
                        row -> row.place().line(),
                        row -> row.matches().get(0).other().line())
                .containsExactly(tuple(1L, 2L), tuple(2L, 1L));
    }

    @Test
    void characters_of_scripts_without_spaces_are_words() {
        assertThat(Words.of("犬が ab漢 Ｃat's")).containsExactly("犬", "が", "ab", "漢", "cat's");

        PlacedRow train = row(9, "明日の天気はどうですか、教えてください。", "", "");
        assertThat(check(List.of(row(1, "ねえ、明日の天気はどうですか?", "", "")), RULE, train))
                .hasSize(1);
    }

    @Test
    void the_length_of_a_run_follows_the_short_rows_of_the_set() {
        List<PlacedRow> longRows = IntStream.range(0, 40)
                .mapToObj(i -> row(i, "w ".repeat(i == 0 ? 3 : 60), "", ""))
                .toList();

        assertThat(ContaminationRule.ngramFor(longRows, ALL)).isEqualTo(13);
        assertThat(ContaminationRule.ngramFor(List.of(row(1, "one two", "x", "")), ALL))
                .isEqualTo(8);
        assertThat(ContaminationRule.ngramFor(List.of(row(1, "a b c d e f g h i j", "x", "")), ALL))
                .as("question and answer count together")
                .isEqualTo(11);
        assertThat(ContaminationRule.ngramFor(List.of(), ALL)).isEqualTo(8);
    }

    @Test
    void random_texts_have_the_runs_that_a_set_of_strings_finds() {
        Random random = new Random(5);
        List<PlacedRow> train = randomRows(random, 300);
        List<PlacedRow> eval = randomRows(random, 300);
        ContaminationRule rule = new ContaminationRule(3, EnumSet.of(TextField.ANSWER), 0, 1000);
        Set<String> runs = new HashSet<>();
        train.forEach(row -> runs.addAll(runs(row)));

        List<ContaminatedRow> found = check(eval, rule, train.toArray(PlacedRow[]::new));

        assertThat(found)
                .extracting(ContaminatedRow::place)
                .containsExactlyElementsOf(eval.stream()
                        .filter(row -> runs(row).stream().anyMatch(runs::contains))
                        .map(PlacedRow::place)
                        .toList());
        assertThat(found).hasSizeBetween(20, 280);
    }

    @Test
    void rules_out_of_range_are_refused() {
        assertThatThrownBy(() -> new ContaminationRule(0, ALL, 0, 4))
                .hasMessage("an n-gram and a whole text must have at least 1 word, but were to have 0 and 4");
        assertThatThrownBy(() -> new ContaminationRule(8, ALL, 1.5, 4))
                .hasMessage("the minimum share of n-grams must be 0 to 1, but was 1.5");
        assertThatThrownBy(() -> new ContaminationRule(8, Set.of(), 0, 4))
                .hasMessage("at least 1 field must be compared, but none is named");
    }

    private static List<PlacedRow> randomRows(Random random, int count) {
        List<PlacedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder answer = new StringBuilder();
            for (int word = random.nextInt(12); word >= 0; word--) {
                answer.append((char) ('a' + random.nextInt(13)))
                        .append(random.nextInt(2))
                        .append(' ');
            }
            rows.add(row(i, "", answer.toString(), ""));
        }
        return rows;
    }

    private static List<String> runs(PlacedRow row) {
        String[] words = row.row().answer().strip().split(" ", -1);
        return IntStream.rangeClosed(0, words.length - 3)
                .mapToObj(i -> words[i] + " " + words[i + 1] + " " + words[i + 2])
                .toList();
    }

    private static List<ContaminatedRow> check(List<PlacedRow> rows, ContaminationRule rule, PlacedRow... train) {
        ContaminationCheck check = ContaminationCheck.of(rows, rule);
        List.of(train).forEach(check::compareWith);
        return check.found();
    }

    private static ContaminatedRow found(long line, Match match) {
        return new ContaminatedRow(new Place("eval", line), List.of(match));
    }

    private static PlacedRow row(long line, String question, String answer, String correction) {
        return new PlacedRow(
                new Place("eval", line),
                new AnswerRow(List.of(), List.of(), question, answer, Optional.of(correction)));
    }
}
