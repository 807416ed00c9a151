// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.AgreementSummary;
import io.github.aligner4j.evaluation.page.Figures;
import io.github.aligner4j.evaluation.page.ReportPage;
import io.github.aligner4j.evaluation.page.ReportTable;
import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.List;

/** Agreement as tables. */
final class AgreementTables {

    private AgreementTables() {}

    /**
     * Returns the table of a judge's agreement with people.
     *
     * @param swapped true if the judge was asked in both orders
     */
    static ReportPage ofLabels(List<AgreementResult> results, boolean swapped) {
        List<List<String>> rows =
                results.stream().map(each -> row(each, swapped)).toList();
        return page(
                swapped
                        ? "Agreement: the label is the verdict in both orders. Consistency: both orders have the same verdict. Accuracy "
                                + "and kappa: of the label and the verdict, where contradicting orders are a tie."
                        : "Agreement: the label is the verdict. The judge was asked in one order only, so it isn't known how consistent "
                                + "it is.",
                1,
                swapped
                        ? List.of("category", "pairs", "agreement %", "consistency %", "accuracy %", "kappa")
                        : List.of("category", "pairs", "agreement %", "kappa"),
                rows);
    }

    private static List<String> row(AgreementResult each, boolean swapped) {
        String pairs = Figures.count(each.pairs());
        String agreement = WinRateTables.percent(each.agreement());
        String kappa = decimals(each.kappa());
        return swapped
                ? List.of(
                        each.category(),
                        pairs,
                        agreement,
                        WinRateTables.percent(each.consistency()),
                        WinRateTables.percent(each.accuracy()),
                        kappa)
                : List.of(each.category(), pairs, agreement, kappa);
    }

    /** Returns the table of the agreement of judges with each other. */
    static ReportPage ofJudges(List<AgreementSummary> summaries) {
        return page(
                "Accuracy: the share of pairs that both judges judged with the same result, ties included.",
                3,
                List.of("judge", "other", "aspect", "pairs", "accuracy %", "kappa"),
                summaries.stream()
                        .map(each -> List.of(
                                each.judge(),
                                each.other(),
                                each.aspect(),
                                Figures.count(each.pairs()),
                                WinRateTables.percent(each.accuracy()),
                                decimals(each.kappa())))
                        .toList());
    }

    private static ReportPage page(String note, int names, List<String> columns, List<List<String>> rows) {
        return new ReportPage(
                "Agreement",
                List.of("Intervals are in brackets. Cohen's kappa is 0 for chance and 1 for full agreement."),
                List.of(new ReportTable("Agreement of judges", note, names, columns, rows)),
                "",
                List.of());
    }

    private static String decimals(Interval interval) {
        return WinRateTables.decimals(interval.value()) + " [" + WinRateTables.decimals(interval.lower()) + ", "
                + WinRateTables.decimals(interval.upper()) + "]";
    }
}
