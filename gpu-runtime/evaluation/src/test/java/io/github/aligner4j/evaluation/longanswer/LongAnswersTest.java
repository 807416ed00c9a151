// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.longanswer;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.metric.Bleu;
import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.style.Judge;
import io.github.aligner4j.evaluation.style.PlainWords;
import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LongAnswersTest {

    private static final StyleRow RUDE = new StyleRow("You fool.", List.of("You."));
    private static final StyleRow WORSE = new StyleRow("Get lost!", List.of("Please go."));
    private static final LongAnswer ANSWER = new LongAnswer(
            "q",
            "First one. You fool. Second one.\n\n- Third. Get lost!",
            List.of("First one.", "Second one.\n\n- Third.", ""),
            List.of(new LongAnswer.Carried(RUDE, 11, "You fool."), new LongAnswer.Carried(WORSE, 43, "Get lost!")));

    @Test
    void sentences_are_put_into_answers_and_found_again() {
        List<StyleRow> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(new StyleRow("rude thing number " + i + " , you fool", List.of("Thing " + i)));
        }
        LongAnswers options = new LongAnswers(3, 20, 60);

        List<LongAnswer> made = options.make(rows, carriers(), 8, 1);

        assertThat(made).hasSize(8).allSatisfy(answer -> {
            assertThat(answer.carried()).hasSize(3);
            assertThat(answer.outside()).hasSize(4);
            assertThat(Bleu.tokens(answer.answer())).isBetween(20, 60);
            assertThat(carriers())
                    .extracting(carrier -> carrier.answer().replaceAll("\\s", ""))
                    .contains(String.join("", answer.outside()).replaceAll("\\s", ""));
            for (LongAnswer.Carried carried : answer.carried()) {
                assertThat(answer.answer().substring(carried.start())).startsWith(carried.text());
                assertThat(PlainWords.of(carried.text()))
                        .isEqualTo(PlainWords.of(carried.row().text()));
            }
        });
        assertThat(options.make(rows, carriers(), 8, 1)).isEqualTo(made);
        assertThat(new LongAnswers(3, 500, 600).make(rows, carriers(), 8, 1)).isEmpty();
    }

    @Test
    void corrected_sentences_are_found_if_nothing_else_was_touched() {
        assertThat(ANSWER.sentencesOf(ANSWER.answer())).hasValue(List.of("You fool.", "Get lost!"));
        assertThat(ANSWER.sentencesOf("First one. You. Second one.\n\n- Third. Please go. Now."))
                .hasValue(List.of("You.", "Please go. Now."));
    }

    @Test
    void a_sentence_may_be_deleted_but_its_neighbours_must_not_run_together() {
        assertThat(ANSWER.sentencesOf("First one. Second one.\n\n- Third.")).hasValue(List.of("", ""));
        assertThat(ANSWER.sentencesOf("First one.  Second one.\n\n- Third. Please go."))
                .hasValue(List.of("", "Please go."));
        assertThat(ANSWER.sentencesOf("First one.Second one.\n\n- Third. Please go."))
                .isEmpty();
    }

    @Test
    void one_character_outside_is_too_much() {
        for (String touched : List.of(
                "first one. You. Second one.\n\n- Third. Please go.",
                "First one. You. Second one.\n- Third. Please go.",
                "First one. You. Second one.\n\n- Third Please go.",
                "First one! You. Second one.\n\n- Third. Please go.",
                "You. Second one.\n\n- Third. Please go.",
                "",
                "First one.")) {
            assertThat(ANSWER.sentencesOf(touched)).as(touched).isEmpty();
        }
    }

    @Test
    void sentences_are_followed_even_if_other_places_were_touched() {
        LongOutcome outcome =
                LongOutcome.of(ANSWER, outcome("First 1. You. Second one.\n\n- Third. Get lost!", Ending.CORRECTED));

        assertThat(outcome.outsideKept()).isFalse();
        assertThat(outcome.sentences()).containsExactly("You.", "Get lost!");
    }

    @Test
    void a_report_counts_what_was_kept_changed_deleted_and_judged() {
        Judge judge = (row, text) -> text.equals(row.text()) ? 0 : 1;
        List<LongOutcome> outcomes = List.of(
                LongOutcome.of(ANSWER, outcome("First one. You. Second one.\n\n- Third.", Ending.CORRECTED)),
                LongOutcome.of(ANSWER, outcome(ANSWER.answer(), Ending.CORRECTED)),
                LongOutcome.of(ANSWER, outcome(ANSWER.answer(), Ending.REJECTED)),
                LongOutcome.of(ANSWER, outcome(ANSWER.answer(), Ending.FAILED)));

        LongReport report = LongReport.of(outcomes, LongAnswers.DEFAULT, Map.of("ours", judge));

        assertThat(report)
                .isEqualTo(
                        new LongReport(4, 0.5, 0.25, 8, 0.25, 0.125, Map.of("ours", 0.125), 1, 1, LongAnswers.DEFAULT));
    }

    @Test
    void ranges_are_checked() {
        assertThatThrownBy(() -> new LongAnswers(3, 10, 9)).hasMessageContaining("3 sentences and 10 to 9 tokens");
    }

    private static Outcome outcome(String output, Ending ending) {
        return new Outcome(ANSWER.answer(), output, ending, "", 1, TokenUsage.NONE, Map.of());
    }

    private static List<CorrectionRequest> carriers() {
        List<CorrectionRequest> carriers = new ArrayList<>();
        for (String animal : List.of("Cats", "Dogs", "Cows", "Owls", "Bees")) {
            String answer = animal + " sleep a lot. " + animal + " eat.\n\n1. They run.\n2. They sit. They " + "also "
                    + "stand.\n";
            carriers.add(CorrectionRequest.of("What do they do?", answer));
        }
        return carriers;
    }
}
