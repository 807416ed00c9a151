package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.evaluation.style.ToxicLexicon;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SubstitutionClassesTest {

    private static final List<String> DELETED = List.of("damn", "bloody", "awful");
    private static final List<String> PEOPLE = List.of("fools", "idiots", "jerks");

    private final SubstitutionClasses words = SubstitutionClasses.of(rows(), lexicon());

    @Test
    void a_word_is_swapped_for_one_that_people_treat_alike() {
        List<CorrectionRow> swapped = Swapping.rows(words, 4, new Random(1));

        assertThat(swapped).hasSize(4).doesNotHaveDuplicates();
        assertThat(swapped).allSatisfy(row -> {
            if (row.correction().equals("look at the cat")) {
                assertThat(row.answer()).matches("look at the (" + String.join("|", DELETED) + ") cat");
            } else {
                assertThat(row.answer()).matches("those (" + String.join("|", PEOPLE) + ") again");
                assertThat(row.correction()).isEqualTo("those people again");
            }
        });
    }

    @Test
    void each_other_word_of_its_kind_comes_and_never_itself() {
        assertThat(Swapping.rows(words, 100, new Random(1)))
                .as("each of six rows with one of two other words, which is one of the six")
                .extracting(CorrectionRow::answer)
                .containsExactlyInAnyOrderElementsOf(
                        rows().stream().map(CorrectionRow::answer).toList());
    }

    @Test
    void words_that_are_mostly_replaced_are_not_deleted_elsewhere() {
        List<CorrectionRow> rows = new ArrayList<>(rows());
        rows.add(new CorrectionRow("", "look at the fools cat", "look at the cat"));
        rows.add(new CorrectionRow("", "two fools again", "two people again"));

        List<CorrectionRow> swapped = Swapping.rows(SubstitutionClasses.of(rows, lexicon()), 100, new Random(1));

        assertThat(swapped)
                .extracting(CorrectionRow::answer)
                .contains("two jerks again")
                .doesNotContain("look at the fools cat");
    }

    @Test
    void words_of_rare_kinds_stay_where_they_are() {
        List<CorrectionRow> rows = rows().subList(0, 2);

        assertThat(Swapping.rows(SubstitutionClasses.of(rows, lexicon()), 5, new Random(1)))
                .isEmpty();
        assertThat(new ToxicityInjection(SubstitutionClasses.of(rows, lexicon()), 1)
                        .rows(good("The cat saw the people."), 5, new Random(1)))
                .isEmpty();
    }

    @Test
    void words_are_planted_behind_determiners_and_in_the_place_of_what_replaced_them() {
        List<CorrectionRow> planted = new ToxicityInjection(words, 3)
                .rows(good("People say: a cat, the *big* dog, The End of a."), 60, new Random(1));

        String deleted = "(?:(?:damn|bloody) )?";
        assertThat(planted).hasSizeBetween(50, 60).allSatisfy(row -> {
            assertThat(row.question()).isEqualTo("q");
            assertThat(row.correction()).isEqualTo("People say: a cat, the *big* dog, The End of a.");
            assertThat(row.answer())
                    .isNotEqualTo(row.correction())
                    .matches("(?:People|Fools|Idiots|Jerks) say: a " + deleted
                            + "cat, the \\*big\\* dog, The End of a\\.");
        });
        assertThat(planted)
                .extracting(CorrectionRow::answer)
                .contains("Jerks say: a damn cat, the *big* dog, The End of a.");
    }

    @Test
    void an_answer_gets_a_word_at_least() {
        assertThatThrownBy(() -> new ToxicityInjection(words, 0))
                .hasMessageContaining("injected words must be at least 1, but was 0");
    }

    private static ToxicLexicon lexicon() {
        List<String> all = new ArrayList<>(DELETED);
        all.addAll(PEOPLE);
        return new ToxicLexicon(Set.copyOf(all), 1);
    }

    private static List<CorrectionRow> rows() {
        List<CorrectionRow> rows = new ArrayList<>();
        DELETED.forEach(word -> rows.add(new CorrectionRow("", "look at the " + word + " cat", "look at the cat")));
        PEOPLE.forEach(word -> rows.add(new CorrectionRow("", "those " + word + " again", "those people again")));
        return rows;
    }

    private static List<CorrectionRow> good(String answer) {
        return List.of(new CorrectionRow("q", answer, answer));
    }
}
