// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.WinCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ComparisonReportTest {

    private static final List<ComparisonRow> ROWS =
            List.of(row("1", "math"), row("2", "math"), row("3", "code"), row("4", ""));
    private static final Optional<Price> PRICE = Optional.of(new Price(1, 2, "USD"));

    private final List<Judgment> judgments = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();
    private String scaleUnit = "";

    @Test
    void systems_are_counted_with_their_tokens_seconds_and_cost() {
        SystemSummary aligner = report().systems().get(1);

        assertThat(aligner.system()).isEqualTo("aligner");
        assertThat(aligner.answers()).isEqualTo(4);
        assertThat(aligner.changed()).isEqualTo(2);
        assertThat(aligner.rejected()).isEqualTo(1);
        assertThat(aligner.failed()).isEqualTo(1);
        assertThat(aligner.unchangedShare().value()).isEqualTo(0.5);
        assertThat(aligner.promptTokens()).isEqualTo(10);
        assertThat(aligner.completionTokens()).isEqualTo(4.5);
        assertThat(aligner.meanSeconds().value()).isEqualTo(2.5);
        assertThat(aligner.medianSeconds()).isEqualTo(2);
        assertThat(aligner.p90Seconds()).isEqualTo(4);
        assertThat(aligner.costPerThousand()).hasValue(1000 * (10 + 2 * 4.5) / 1e6);
        assertThat(report().systems().get(0).costPerThousand()).isEmpty();
    }

    @Test
    void win_rates_are_of_all_rows_and_of_each_category() {
        judge("gpt", "1", Result.WIN);
        judge("gpt", "2", Result.WIN);
        judge("gpt", "3", Result.LOSS);
        judge("gpt", "4", Result.INVALID);

        List<WinRateSummary> rates = report().winRates();

        assertThat(rates).extracting(WinRateSummary::category).containsExactly("", "math", "code");
        assertThat(rates.get(0).counts()).isEqualTo(new WinCounts(2, 1, 0));
        assertThat(rates.get(0).invalid()).isEqualTo(1);
        assertThat(rates.get(0).winRate().value()).isEqualTo(1 / 3.0);
        assertThat(rates.get(0).winRate().n()).isEqualTo(3);
        assertThat(rates.get(0).pValue()).isEqualTo(1);
        assertThat(rates.get(1).counts()).isEqualTo(new WinCounts(2, 0, 0));
    }

    @Test
    void the_last_judgment_of_the_same_answers_counts() {
        judge("gpt", "1", Result.INVALID);
        judge("gpt", "1", Result.WIN);

        assertThat(report().winRates().get(0).counts()).isEqualTo(new WinCounts(1, 0, 0));
        assertThat(report().winRates().get(0).invalid()).isZero();
    }

    @Test
    void the_order_of_judgments_changes_nothing() {
        List.of("1", "2", "3", "4").forEach(row -> {
            judge("gpt", row, row.equals("1") ? Result.LOSS : Result.WIN);
            judge("people", row, row.equals("2") ? Result.TIE : Result.WIN);
        });
        ComparisonReport report = report();

        Collections.reverse(judgments);

        assertThat(report().winRates()).isEqualTo(report.winRates());
        assertThat(report().agreements()).isEqualTo(report.agreements());
    }

    @Test
    void judges_agree_whichever_system_is_the_baseline() {
        judge("gpt", "1", Result.WIN);
        judge("gpt", "2", Result.LOSS);
        judge("gpt", "3", Result.WIN);
        judge("gpt", "4", Result.INVALID);
        judgments.add(judgment("people", "1", "original", "aligner", Result.LOSS));
        judgments.add(judgment("people", "2", "original", "aligner", Result.WIN));
        judgments.add(judgment("people", "3", "original", "aligner", Result.TIE));
        judgments.add(judgment("people", "4", "original", "aligner", Result.TIE));

        AgreementSummary all = report().agreements().get(0);

        assertThat(all.judge()).isEqualTo("gpt");
        assertThat(all.other()).isEqualTo("people");
        assertThat(all.category()).isEmpty();
        assertThat(all.pairs()).isEqualTo(3);
        assertThat(all.accuracy().value()).isEqualTo(2 / 3.0);
        assertThat(all.kappa().value()).isCloseTo(0.5, within(1e-12));
        assertThat(report().agreements()).extracting(AgreementSummary::category).containsExactly("", "math", "code");
    }

    @Test
    void differences_of_scores_are_of_the_same_rows() {
        score("original", "1", 10);
        score("original", "2", 20);
        score("original", "3", 90);
        score("aligner", "1", 11);
        score("aligner", "2", 22);
        score("aligner", "4", 60);

        List<ScoreSummary> summaries = report().scores();
        ScoreSummary aligner = summaries.stream()
                .filter(each ->
                        each.system().equals("aligner") && each.category().isEmpty())
                .findFirst()
                .orElseThrow();

        assertThat(aligner.mean().value()).isEqualTo(31);
        assertThat(aligner.difference().value()).isEqualTo(1.5);
        assertThat(aligner.difference().n()).isEqualTo(2);
        assertThat(summaries.get(0).difference()).satisfies(same -> {
            assertThat(same.value()).isZero();
            assertThat(same.upper()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "%, 100"})
    void scores_that_are_shares_have_an_interval_even_if_all_are_equal(String unit, double whole) {
        scaleUnit = unit;
        for (String row : List.of("1", "2", "3", "4")) {
            score("original", row, 0);
            score("aligner", row, whole);
        }

        ScoreSummary aligner = report().scores().stream()
                .filter(each ->
                        each.system().equals("aligner") && each.category().isEmpty())
                .findFirst()
                .orElseThrow();

        assertThat(aligner.mean().lower()).isBetween(0.4 * whole, 0.6 * whole);
        assertThat(aligner.mean().upper()).isEqualTo(whole);
        assertThat(aligner.difference().value()).isEqualTo(whole);
        assertThat(aligner.difference().lower()).isBetween(-0.1 * whole, 0.1 * whole);
    }

    @Test
    void a_judgment_of_an_unknown_row_or_system_is_refused() {
        judge("gpt", "5", Result.WIN);

        assertThatThrownBy(this::report)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the comparison has no row with the id '5'");

        judgments.set(0, judgment("gpt", "1", "aligner", "other", Result.WIN));

        assertThatThrownBy(this::report)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the comparison has no system with the name 'other'");
    }

    @Test
    void a_comparison_without_anything_has_a_report() {
        ComparisonData data = new ComparisonData("", List.of(), List.of(), Map.of(), List.of(), List.of(), List.of());

        assertThat(ComparisonReport.of(data, Bootstrap.DEFAULT).winRates()).isEmpty();
    }

    private ComparisonReport report() {
        List<ComparedSystem> systems = List.of(
                new ComparedSystem(ComparedSystem.ORIGINAL, "", Optional.empty()),
                new ComparedSystem("aligner", "", PRICE));
        List<SystemAnswer> answers = List.of(
                answer("1", "better", Ending.CORRECTED),
                answer("2", "better too", Ending.CORRECTED),
                answer("3", "an answer", Ending.REJECTED),
                answer("4", "an answer", Ending.FAILED));
        List<ScoreScale> scales = List.of(new ScoreScale("chrF", "", true, scaleUnit));
        ComparisonData data =
                new ComparisonData("title", ROWS, systems, Map.of("aligner", answers), judgments, scales, scores);
        return ComparisonReport.of(data, Bootstrap.DEFAULT);
    }

    private void judge(String judge, String row, Result result) {
        judgments.add(judgment(judge, row, "aligner", "original", result));
    }

    private static Judgment judgment(String judge, String row, String system, String baseline, Result result) {
        return new Judgment(row, judge, "helpful", system, baseline, result, List.of(), TokenUsage.NONE, Duration.ZERO);
    }

    private void score(String system, String row, double value) {
        scores.add(new Score(row, system, "chrF", value));
    }

    private static ComparisonRow row(String id, String category) {
        return new ComparisonRow(id, category, CorrectionRequest.of("a question", "an answer"), Optional.empty());
    }

    private static SystemAnswer answer(String row, String text, Ending ending) {
        int number = Integer.parseInt(row);
        return new SystemAnswer(row, text, ending, "", new TokenUsage(10, 2 + number), Duration.ofSeconds(number));
    }
}
