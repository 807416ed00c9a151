// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CopyReportTest {

    private static final int WINDOW = 20;
    private static final String ANSWER = "The first sentence. The second one.\nA third line.\n\n";

    @Test
    void one_character_makes_an_answer_inexact_and_is_found_in_its_window() {
        List<Difference> differences = differences(ANSWER.replace("second", "seconds"));

        assertThat(differences).containsExactly(new Difference(3, 20, 1, "The second one.\n", "The seconds one.\n"));
    }

    @Test
    void a_change_of_white_space_is_a_difference() {
        assertThat(differences(ANSWER.strip()))
                .containsExactly(new Difference(3, 36, 1, "A third line.\n\n", "A third line."));
        assertThat(differences(ANSWER)).isEmpty();
    }

    @Test
    void what_is_inserted_between_windows_belongs_to_the_one_before() {
        assertThat(differences(ANSWER.replace(". The", ". New. The")))
                .containsExactly(new Difference(3, 0, 1, "The first sentence. ", "The first sentence. New. "));
        assertThat(differences("New. " + ANSWER))
                .containsExactly(new Difference(3, 0, 1, "The first sentence. ", "New. The first sentence. "));
    }

    @Test
    void windows_that_one_edit_touches_together_are_one_difference() {
        assertThat(differences("The first line.\n\n")).singleElement().satisfies(only -> {
            assertThat(only.windows()).isGreaterThan(1);
            assertThat(ANSWER.substring(only.start())).startsWith(only.before());
        });
    }

    @Test
    void rejected_and_failed_answers_are_not_exact_and_are_counted_apart() {
        CopyReport report = CopyReport.of(
                List.of(
                        outcome(ANSWER, Ending.CORRECTED),
                        outcome(ANSWER.replace("third", "3rd"), Ending.CORRECTED),
                        outcome(ANSWER, Ending.REJECTED),
                        outcome(ANSWER, Ending.FAILED)),
                WINDOW);

        assertThat(report.answers()).isEqualTo(4);
        assertThat(report.exact()).isEqualTo(1);
        assertThat(report.exactShare()).isEqualTo(0.25);
        assertThat(report.windows()).isEqualTo(6);
        assertThat(report.exactWindows()).isEqualTo(5);
        assertThat(report.exactWindowShare()).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.failed()).isEqualTo(1);
    }

    @Test
    void speed_counts_answers_and_tokens() {
        Outcome quick = new Outcome("a", "a", Ending.CORRECTED, "", 1, new TokenUsage(10, 4), Map.of());
        Outcome slow = new Outcome("a", "a", Ending.CORRECTED, "", 3, new TokenUsage(20, 6), Map.of());

        assertThat(Speed.of(List.of(slow, quick), 2, 4)).isEqualTo(new Speed(2, 2, 4, 0.5, 30, 10, 2.5, 1, 3));
    }

    private static List<Difference> differences(String after) {
        return Difference.between(3, ANSWER, after, WINDOW);
    }

    private static Outcome outcome(String output, Ending ending) {
        return new Outcome(ANSWER, output, ending, "", 1, TokenUsage.NONE, Map.of());
    }
}
