// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.llm.Deletions.Deletion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeletionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "Close the damn door.; Close the door.; 1",
                "You fool. It rains.; It rains.; 2",
                "It rains. You fool.; It rains.; 2",
                "It rains, you fool. Stay in.; It rains. Stay in.; 2",
                "The bread knife, you absolute turnip.; The bread knife.; 3",
                "Well, it rains.; It rains.; 1",
                "Call her (the old cow) today.; Call her today.; 3",
                "It rains. And you know it, as any fool does. Stay in.; It rains. Stay in.; 8",
                "É bom, seu burro. Fica.; É bom. Fica.; 2",
                "Well you idiot, it rains.; Well, it rains.; 2",
                "It rains, you fool, so stay.; It rains, so stay.; 2"
            })
    void a_deletion_mends_punctuation_and_case(String answer, String left, int words) {
        assertThat(deletions(answer)).contains(new Deletion(left, words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "It rains. You fool.|Stay in.; It rains.|Stay in.; 2",
                "It rains. You fool.||Stay in.; It rains.||Stay in.; 2",
                "It rains.||You fool. Stay in.; It rains.||Stay in.; 2",
                "It rains.|You fool.||Stay in.; It rains.||Stay in.; 2",
                "It rains you fool||stay in; It rains||stay in; 2",
                "It rains, you fool.|Stay in.; It rains.|Stay in.; 2",
                "- It rains|- You fool|  - Stay in; - It rains|  - Stay in; 3",
                "- You fool, stay in.; - Stay in.; 2",
                "- You utter and total fool. Stay in.; - Stay in.; 5",
                "~  It rains. You fool.|~;~  It rains.|~; 2"
            })
    void lines_and_list_items_stay_apart(String answer, String left, int words) {
        assertThat(deletions(answer.replace('|', '\n'))).contains(new Deletion(left.replace('|', '\n'), words));
    }

    @Test
    void no_deletion_joins_lines_or_takes_the_marker_of_a_line_that_stays() {
        assertThat(deletions("- It rains, you\n- fools, stay in\n- or go."))
                .isNotEmpty()
                .extracting(Deletion::answer)
                .allMatch(left -> left.lines().allMatch(line -> line.startsWith("- ")))
                .noneMatch(left -> left.contains("stay in -"));
    }

    @Test
    void the_fewest_words_come_first_and_never_all() {
        List<Deletion> deletions = deletions("You fool. It rains all day.");

        assertThat(deletions).extracting(Deletion::words).isSorted();
        assertThat(deletions)
                .extracting(Deletion::answer)
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "Add 5 eggs; Add eggs",
                "See https://a.example now; See now",
                "Call `run()` now; Call now",
                "a | b | c; a b | c"
            })
    void facts_stay(String answer, String left) {
        assertThat(deletions(answer)).extracting(Deletion::answer).doesNotContain(left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "What a fool.; What a.",
                "Take his ass.; Take his.",
                "Do not touch! Yes, all of it.; Do not, all of it."
            })
    void no_article_is_stranded_and_no_sentence_is_joined_with_another(String answer, String left) {
        assertThat(deletions(answer))
                .extracting(Deletion::answer)
                .doesNotContain(left)
                .isNotEmpty();
    }

    @Test
    void pairs_and_lines_stay_whole() {
        assertThat(deletions("Turn it (that way) now."))
                .extracting(Deletion::answer)
                .noneMatch(left -> left.contains("(") != left.contains(")"));
        assertThat(deletions("He said \"no way\" today."))
                .extracting(Deletion::answer)
                .noneMatch(left -> left.chars().filter(c -> c == '"').count() == 1);
        assertThat(deletions("1. Press it.\n2. Wait."))
                .extracting(Deletion::answer)
                .noneMatch(left -> left.endsWith("2."));
    }

    @Test
    void clauses_end_by_the_words_of_the_language() {
        String answer = "Es regnet weil du ein verdammter dummer Esel bist. Bleib daheim.";

        assertThat(Deletions.of(answer, ClauseWords.NONE))
                .extracting(Deletion::answer)
                .contains("Bleib daheim.")
                .doesNotContain("Es regnet. Bleib daheim.");
        assertThat(Deletions.of(answer, new ClauseWords(Set.of("Weil"), Set.of())))
                .contains(new Deletion("Es regnet. Bleib daheim.", 7));
        assertThat(Deletions.of("What a fool.", ClauseWords.NONE))
                .extracting(Deletion::answer)
                .contains("What a.");
    }

    private static List<Deletion> deletions(String answer) {
        return Deletions.of(answer, ClauseWords.ENGLISH);
    }

    @Test
    void long_answers_have_none() {
        String longest =
                IntStream.range(0, Deletions.MAX_WORDS).mapToObj(i -> "so").collect(Collectors.joining(" "));

        assertThat(deletions(longest)).isNotEmpty();
        assertThat(deletions(longest + " so")).isEmpty();
    }
}
