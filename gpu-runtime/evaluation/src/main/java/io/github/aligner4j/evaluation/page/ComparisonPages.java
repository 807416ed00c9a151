// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.judge.PositionBias;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays out a comparison of systems: as a page, as Markdown, for a terminal, and as figures. */
public final class ComparisonPages {

    /** Rows that a page has if it is not said otherwise: a few megabytes for some systems. */
    public static final int DEFAULT_MAX_ROWS = 2_000;

    private ComparisonPages() {}

    /**
     * Returns a page that loads nothing, with all texts inert.
     *
     * @param maxRows the number of rows to have in the page; of more, those that judges found worse and failures come first, then the
     *     biggest edits; 0 keeps questions and answers out of it
     */
    public static String html(ComparisonData data, ComparisonReport report, int maxRows) {
        Optional<ReportRows> rows = maxRows == 0 ? Optional.empty() : Optional.of(new ComparisonRows(data).of(maxRows));
        return page(data, report, rows).html();
    }

    /**
     * Returns Markdown with all texts inert, without questions and answers.
     *
     * @param figures the path of the folder that has the figures as SVG, as seen from the file
     */
    public static String markdown(ComparisonData data, ComparisonReport report, String figures) {
        return page(data, report, Optional.empty()).markdown(figures);
    }

    /**
     * Returns the report for a terminal, without questions and answers: the summary and the numbers of all rows. Those of
     * categories and of judges' orders are in the page only.
     */
    public static String text(ComparisonData data, ComparisonReport report) {
        ComparisonTables tables = new ComparisonTables(data, report);
        ComparisonChecks checks = new ComparisonChecks(data, report);
        List<ReportPart> parts = List.of(
                tables.winRates(),
                checks.agreements(),
                checks.overCorrections(),
                tables.answers(),
                tables.effort(),
                tables.scores());
        return page(data, report, parts, Optional.empty()).text();
    }

    /** Returns the figures, each with a name of its own. */
    public static List<ReportFigure> figures(ComparisonData data, ComparisonReport report) {
        return new ComparisonFigures(data, report).all();
    }

    /**
     * Returns the mean scores of all systems in their order as a path, such as those of checkpoints in the order of training.
     *
     * @throws IllegalArgumentException if there are fewer than two scales
     */
    public static ReportFigure path(ComparisonData data, ComparisonReport report) {
        if (data.scales().size() < 2) {
            throw new IllegalArgumentException("a path needs two scales, but the comparison has "
                    + data.scales().size());
        }
        return new ComparisonFigures(data, report).path();
    }

    private static ReportPage page(ComparisonData data, ComparisonReport report, Optional<ReportRows> rows) {
        ComparisonChecks checks = new ComparisonChecks(data, report);
        ComparisonTables tables = new ComparisonTables(data, report);
        ComparisonFigures figures = new ComparisonFigures(data, report);
        List<ReportPart> parts = new ArrayList<>();
        parts.add(tables.winRates());
        parts.addAll(figures.winRates());
        parts.addAll(figures.tradeOffs());
        parts.add(checks.agreements());
        parts.add(checks.orders());
        parts.add(checks.overCorrections());
        parts.add(tables.categories());
        parts.add(tables.answers());
        parts.addAll(figures.edits());
        parts.add(tables.effort());
        parts.add(tables.scores());
        parts.addAll(figures.shifts());
        parts.addAll(figures.densities());
        parts.add(tables.scoreCategories());
        parts.add(checks.overCorrectionCategories());
        parts.add(tables.systems());
        return page(data, report, parts, rows);
    }

    private static ReportPage page(
            ComparisonData data, ComparisonReport report, List<ReportPart> parts, Optional<ReportRows> rows) {
        ComparisonSummary summary = new ComparisonSummary(report, PositionBias.of(data.judgments()));
        return new ReportPage(data.title(), summary.facts(), summary.warnings(), parts, "", List.of(), rows);
    }
}
