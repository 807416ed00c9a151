// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.compare.OverCorrectionSummary;
import io.github.aligner4j.evaluation.compare.OverCorrectionSummary.Harm;
import io.github.aligner4j.evaluation.judge.PositionBias;
import io.github.aligner4j.evaluation.statistics.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays out the checks of a comparison as tables: of its judges, and of what systems did to answers that needed no correction. */
final class ComparisonChecks {

    private static final String ALL = "all";
    private static final double LEVEL = 0.95;

    private final ComparisonData data;
    private final ComparisonReport report;
    private final JudgeNames names;

    ComparisonChecks(ComparisonData data, ComparisonReport report) {
        this.data = data;
        this.report = report;
        this.names = new JudgeNames(report);
    }

    ReportTable agreements() {
        return new ReportTable(
                "Agreement of judges",
                "How often two judges have the same result (won, tied, lost) on the same pairs. Kappa: 0 is what"
                        + " chance gives, 1 is complete agreement. A judge is as good as it agrees with people. Numbers in"
                        + " brackets are 95 % intervals.",
                4,
                List.of("judge", "compared with", "aspect", "category", "n", "same result", "Cohen's kappa"),
                report.agreements().stream()
                        .map(each -> List.of(
                                names.of(each.judge()),
                                names.of(each.other()),
                                each.aspect(),
                                each.category().isEmpty() ? ALL : each.category(),
                                Figures.count(each.pairs()),
                                Figures.percent(each.accuracy(), false),
                                Figures.decimals(each.kappa(), false)))
                        .toList());
    }

    ReportTable orders() {
        return new ReportTable(
                "Order of the answers",
                "Each pair was shown in both orders. A judge that prefers the first answer, or the second, in both of"
                        + " them contradicts itself; such a pair is a tie. Wavering: a preference in one order, a tie in"
                        + " the other.",
                2,
                List.of("judge", "aspect", "n", "contradictory", "always the first", "always the second", "wavering"),
                PositionBias.of(data.judgments()).stream()
                        .map(each -> List.of(
                                names.of(each.judge()),
                                each.aspect(),
                                Figures.count(each.pairs()),
                                Figures.percent(
                                        Shares.wilson(each.prefersFirst() + each.prefersSecond(), each.pairs(), LEVEL),
                                        false),
                                Figures.of(each.prefersFirst(), each.pairs()),
                                Figures.of(each.prefersSecond(), each.pairs()),
                                Figures.of(each.wavering(), each.pairs())))
                        .toList());
    }

    ReportTable overCorrections() {
        String none = Stream.of(Harm.values())
                .filter(harm -> harm != Harm.CHANGED && measured(harm) && !done(harm))
                .map(Harm::label)
                .collect(Collectors.joining(", "));
        return overCorrections(
                "Answers that needed no correction",
                "Harm done to answers that are known to be good as they are. n: the number of them that can have this"
                        + " harm. Numbers in brackets are 95 % intervals."
                        + (none.isEmpty() ? "" : " Not found in any answer of any system: " + none + "."),
                false);
    }

    private boolean measured(Harm harm) {
        return report.overCorrections().stream()
                .anyMatch(each -> each.harm() == harm && each.share().n() > 0);
    }

    /** Returns whether some system did this harm. */
    private boolean done(Harm harm) {
        return report.overCorrections().stream().anyMatch(each -> each.harm() == harm && each.count() > 0);
    }

    /** Returns the harm by category; nothing if all answers that needed no correction are of the same one. */
    ReportTable overCorrectionCategories() {
        return overCorrections(
                "Answers that needed no correction, by category",
                "Many small groups are compared here: some differ by chance alone.",
                true);
    }

    private ReportTable overCorrections(String title, String note, boolean categories) {
        List<String> columns = new ArrayList<>(List.of("system", "harm", "n", "answers", "share"));
        if (categories) {
            columns.add(0, "category");
        }
        List<OverCorrectionSummary> summaries = report.overCorrections().stream()
                .filter(each -> each.category().isEmpty() != categories
                        && each.share().n() > 0
                        && (each.harm() == Harm.CHANGED || done(each.harm())))
                .toList();
        boolean one = categories
                && summaries.stream()
                                .map(OverCorrectionSummary::category)
                                .distinct()
                                .count()
                        == 1;
        return new ReportTable(
                title,
                note,
                categories ? 3 : 2,
                columns,
                one
                        ? List.of()
                        : summaries.stream().map(each -> row(each, categories)).toList());
    }

    private static List<String> row(OverCorrectionSummary summary, boolean category) {
        List<String> row = new ArrayList<>(List.of(
                summary.system(),
                summary.harm().label(),
                Figures.count(summary.share().n()),
                Figures.count(summary.count()),
                Figures.percent(summary.share(), false)));
        if (category) {
            row.add(0, summary.category());
        }
        return row;
    }
}
