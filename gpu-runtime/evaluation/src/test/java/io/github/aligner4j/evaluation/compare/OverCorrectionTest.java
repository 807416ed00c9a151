// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.OverCorrectionSummary.Harm;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverCorrectionTest {

    private static final double LEVEL = 0.95;
    private static final ComparisonRow NOON = clean("1", "times", "It leaves at 12:00.");
    private static final ComparisonRow FINE = clean("2", "", "That is fine.");
    private static final ComparisonRow RUDE =
            new ComparisonRow("3", "times", CorrectionRequest.of("?", "At 9, idiot."), Optional.of("At 9."));
    private static final ComparisonRow UNKNOWN =
            new ComparisonRow("4", "", CorrectionRequest.of("?", "At 7."), Optional.empty());

    @Test
    void an_answer_is_clean_if_people_left_it_as_it_is() {
        assertThat(List.of(NOON, FINE, RUDE, UNKNOWN))
                .filteredOn(OverCorrection::isClean)
                .containsExactly(NOON, FINE);
    }

    @Test
    void harm_to_clean_answers_is_counted_in_all_and_by_category() {
        List<OverCorrectionSummary> summaries = summaries(
                List.of(), "It leaves at 13:00.", "I'm sorry, but I can't help with that.", "I can't help.", "At 8.");

        assertThat(of(summaries, Harm.CHANGED, "")).isEqualTo("2/2");
        assertThat(of(summaries, Harm.CHANGED, "times")).isEqualTo("1/1");
        assertThat(of(summaries, Harm.FACT_LOST, "")).isEqualTo("1/1");
        assertThat(of(summaries, Harm.FACT_ADDED, "")).isEqualTo("1/2");
        assertThat(of(summaries, Harm.REFUSAL_CREATED, "")).isEqualTo("1/2");
        assertThat(of(summaries, Harm.STRUCTURE_CHANGED, "")).isEqualTo("0/2");
    }

    @Test
    void language_and_meaning_are_counted_where_they_were_scored() {
        List<Score> scores = List.of(
                new Score("1", "aligner", ScoreScale.MEANING_KEPT, 0.5),
                new Score("2", "aligner", ScoreScale.MEANING_KEPT, 1),
                new Score("3", "aligner", ScoreScale.MEANING_KEPT, 0),
                new Score("1", "original", ScoreScale.LANGUAGE_KEPT, 0));

        List<OverCorrectionSummary> summaries = summaries(scores, "a", "b", "c", "d");

        assertThat(of(summaries, Harm.MEANING_LOST, "")).isEqualTo("1/2");
        assertThat(summaries).extracting(OverCorrectionSummary::harm).doesNotContain(Harm.LANGUAGE_CHANGED);
    }

    @Test
    void shares_have_intervals_and_the_original_is_no_system() {
        List<OverCorrectionSummary> summaries =
                summaries(List.of(), "It leaves at 12:00.", "That is fine.", "At 9.", "At 7.");

        assertThat(summaries).isNotEmpty().allSatisfy(summary -> {
            assertThat(summary.system()).isEqualTo("aligner");
            assertThat(summary.count()).isZero();
            assertThat(summary.share().value()).isZero();
            assertThat(summary.share().upper()).isBetween(0.5, 1.0);
            assertThat(summary.share().level()).isEqualTo(LEVEL);
        });
    }

    @Test
    void rows_of_which_none_is_clean_have_no_summaries() {
        ComparisonData data = new ComparisonData(
                "title",
                List.of(RUDE),
                systems(),
                Map.of("aligner", List.of(answer("3", "At 9."))),
                List.of(),
                List.of(),
                List.of());

        assertThat(OverCorrection.summaries(data, LEVEL)).isEmpty();
    }

    private static String of(List<OverCorrectionSummary> summaries, Harm harm, String category) {
        OverCorrectionSummary summary = summaries.stream()
                .filter(each -> each.harm() == harm && each.category().equals(category))
                .findFirst()
                .orElseThrow();
        return summary.count() + "/" + summary.share().n();
    }

    private static List<OverCorrectionSummary> summaries(List<Score> scores, String... answers) {
        List<ComparisonRow> rows = List.of(NOON, FINE, RUDE, UNKNOWN);
        List<SystemAnswer> originals = new ArrayList<>();
        List<SystemAnswer> corrected = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            originals.add(answer(rows.get(i).id(), rows.get(i).request().answer()));
            corrected.add(answer(rows.get(i).id(), answers[i]));
        }
        ComparisonData data = new ComparisonData(
                "title",
                rows,
                systems(),
                Map.of(ComparedSystem.ORIGINAL, originals, "aligner", corrected),
                List.of(),
                List.of(),
                scores);
        return OverCorrection.summaries(data, LEVEL);
    }

    private static List<ComparedSystem> systems() {
        return List.of(
                new ComparedSystem(ComparedSystem.ORIGINAL, "", Optional.empty()),
                new ComparedSystem("aligner", "", Optional.empty()));
    }

    private static SystemAnswer answer(String id, String text) {
        return new SystemAnswer(id, text, Ending.CORRECTED, "", TokenUsage.NONE, Duration.ZERO);
    }

    private static ComparisonRow clean(String id, String category, String answer) {
        return new ComparisonRow(id, category, CorrectionRequest.of("?", answer), Optional.of(answer));
    }
}
