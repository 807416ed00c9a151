// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class JudgeTest {

    private static final List<String> ANIMALS =
            List.of("cat", "dog", "cow", "hen", "fox", "owl", "ant", "bee", "elk", "ram");
    private static final List<String> VERBS = List.of("sits", "runs", "eats", "sings", "sleeps");

    @Test
    void rude_words_are_heard_in_sentences_never_seen() {
        Judge judge = LinearJudge.calibrated(rows(), List.of(), JudgeSettings.DEFAULT);
        StyleRow row = new StyleRow("A stupid pig walks, you idiot", List.of("A pig walks"));

        assertThat(judge.civil(row, row.text())).isFalse();
        assertThat(judge.civil(row, "A pig walks")).isTrue();
        assertThat(judge.civil(row, "  ")).as("nothing at all").isFalse();
    }

    @Test
    void the_same_rows_make_the_same_judge_and_another_seed_another_one() {
        String text = "the stupid cat sits";
        double first =
                LinearJudge.calibrated(rows(), List.of(), JudgeSettings.DEFAULT).civility(text);

        assertThat(LinearJudge.calibrated(rows(), List.of(), JudgeSettings.DEFAULT)
                        .civility(text))
                .isEqualTo(first);
        assertThat(LinearJudge.calibrated(rows(), List.of(), JudgeSettings.DEFAULT.withSeed(1))
                        .civility(text))
                .isNotEqualTo(first);
    }

    @Test
    void case_punctuation_and_digits_give_nobody_away() {
        LinearJudge judge = LinearJudge.calibrated(rows(), List.of(), JudgeSettings.DEFAULT);

        assertThat(judge.civility("Don't! The Cat sits (7).")).isEqualTo(judge.civility("dont the cat sits 3"));
    }

    @Test
    void hidden_letters_stay_part_of_their_word() {
        assertThat(PlainWords.of("You're a $h!t, b*tch!! 'Tis 5$ * @"))
                .containsExactly("youre", "a", "$h!t", "b*tch", "tis", "0$");
    }

    @Test
    void a_cross_fitted_judge_has_not_seen_the_row_it_judges() {
        List<StyleRow> rows = new ArrayList<>(rows());
        StyleRow odd = new StyleRow("zyx wvu", List.of("qqq kkk"));
        rows.add(odd);
        StyleRow sameButForCase = new StyleRow("Zyx, wvu!", List.of("qqq kkk"));
        rows.add(sameButForCase);
        CrossFittedJudge judge = CrossFittedJudge.train(rows, List.of(), JudgeSettings.DEFAULT);
        List<StyleRow> others = rows();
        others.add(new StyleRow("zyx wvu", List.of("mmm lll")));
        others.add(new StyleRow("Zyx, wvu!", List.of("mmm lll")));
        CrossFittedJudge other = CrossFittedJudge.train(others, List.of(), JudgeSettings.DEFAULT);

        // The threshold is common to all, so compare how far apart two texts are.
        assertThat(logit(judge.civility(odd, "qqq kkk")) - logit(judge.civility(odd, "mmm lll")))
                .isCloseTo(logit(other.civility(odd, "qqq kkk")) - logit(other.civility(odd, "mmm lll")), within(1e-9));
    }

    @Test
    void accuracy_is_counted_on_both_sides() {
        StyleRow row = new StyleRow("bad", List.of("good", "bad", "fine"));
        Judge judge = (of, text) -> text.equals("bad") ? 0.4 : 0.5;

        assertThat(JudgeAccuracy.of(judge, List.of(row))).isEqualTo(new JudgeAccuracy(1, 2 / 3.0, (1 + 2 / 3.0) / 2));
    }

    @Test
    void the_threshold_is_where_both_sides_err_as_often() {
        Map<String, Double> scores = Map.of("a", -2.0, "b", 1.0, "c", 0.5, "d", 3.0);
        List<StyleRow> rows = List.of(new StyleRow("a", List.of("c")), new StyleRow("b", List.of("d")));

        double threshold = Calibration.threshold(rows, (row, text) -> scores.getOrDefault(text, 0.0));

        assertThat(threshold).as("takes b for civil and c for rude").isEqualTo(0.75);
    }

    @Test
    void clean_answers_are_cut_into_sentences() {
        List<JudgedText> texts = JudgedText.clean(List.of("One.\n\n---\nTwo " + "and ".repeat(40) + "three."), 10, 1);

        assertThat(texts).extracting(JudgedText::text).contains("One.").doesNotContain("---", "");
        assertThat(texts).allMatch(JudgedText::civil);
        assertThat(JudgedText.clean(List.of("One.\nTwo."), 1, 1)).hasSize(1);
    }

    @Test
    void what_can_not_be_learnt_from_is_refused() {
        assertThatThrownBy(() -> LinearJudge.train(List.of(new JudgedText("a", true, 1)), JudgeSettings.DEFAULT))
                .hasMessage("a judge needs civil and rude texts, but of 1 texts all are civil");
        assertThatThrownBy(() -> LinearJudge.train(List.of(new JudgedText("a", false, 1)), JudgeSettings.DEFAULT))
                .hasMessage("a judge needs civil and rude texts, but of 1 texts none is civil");
        assertThatThrownBy(() -> LinearJudge.calibrated(rows().subList(0, 1), List.of(), JudgeSettings.DEFAULT))
                .hasMessageContaining("a judge needs more rows than 1");
        assertThatThrownBy(() -> new JudgedText("a", true, 0)).hasMessageContaining("must be above 0, but was 0.0");
        assertThatThrownBy(() -> new JudgeSettings(0, 1, 0, 1)).hasMessageContaining("but was given 0, 1.0 and 0.0");
        assertThatThrownBy(() -> new StyleRow("a", List.of())).hasMessageContaining("at least 1 reference");
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    private static List<StyleRow> rows() {
        List<StyleRow> rows = new ArrayList<>();
        for (String animal : ANIMALS) {
            for (String verb : VERBS) {
                String plain = "The " + animal + " " + verb;
                rows.add(new StyleRow(
                        String.format(Locale.ROOT, "the stupid %s %s , you idiot .", animal, verb),
                        List.of(plain, plain + " here.")));
            }
        }
        return rows;
    }
}
