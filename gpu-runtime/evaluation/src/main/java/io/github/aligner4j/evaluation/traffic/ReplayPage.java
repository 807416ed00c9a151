// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.evaluation.page.Figures;
import io.github.aligner4j.evaluation.page.ReportPage;
import io.github.aligner4j.evaluation.page.ReportTable;
import java.util.ArrayList;
import java.util.List;

/** Lays out a {@link ReplayReport}. */
final class ReplayPage {

    private ReplayPage() {}

    static ReportPage of(ReplayReport report) {
        long pairs = report.pairs();
        long same = report.count(Comparison.BOTH_UNCHANGED) + report.count(Comparison.SAME_CORRECTION);
        List<String> facts = List.of(
                Figures.of(same, pairs) + " of " + Figures.count(pairs)
                        + " results are the same, character for character.",
                Figures.of(report.recorded().count(), pairs) + " were changed then, "
                        + Figures.of(report.replayed().count(), pairs) + " now.",
                Figures.of(report.count(Comparison.FAILED_NOW), pairs) + " failed now that did not before.",
                Figures.count(pairs) + " answers were compared" + TrafficTables.skipped(report.skipped())
                        + leftOut(report) + ".");
        return new ReportPage(
                "Recorded answers and their replay",
                facts,
                List.of(comparisons(report), changes(report), latencies(report)),
                Figures.count(report.examples().size())
                        + " typical differences, from the recorded to the replayed result (seed " + report.seed() + ")",
                TrafficTables.examples(report.examples()));
    }

    private static String leftOut(ReplayReport report) {
        return report.leftOut() == 0
                ? ""
                : "; " + Figures.count(report.leftOut())
                        + " lines are left out, whose answer only shadow layers were given: their observations are compared";
    }

    private static ReportTable comparisons(ReplayReport report) {
        List<List<String>> rows = new ArrayList<>();
        report.comparisons()
                .forEach((comparison, count) -> rows.add(
                        List.of(comparison.label(), Figures.count(count), Figures.percent(count, report.pairs()))));
        return new ReportTable(
                "Comparison",
                "Each answer is in one row. Then: in the recording, now: in the replay.",
                1,
                List.of("result", "answers", "share"),
                rows);
    }

    private static ReportTable changes(ReplayReport report) {
        boolean known = report.recorded().allKnown() && report.replayed().allKnown();
        List<String> columns = new ArrayList<>(List.of("run", "changed"));
        columns.addAll(TrafficTables.kindColumns(known));
        return new ReportTable(
                "Changes by kind",
                "Told from the two texts alone: which words came and went, not whether that was right.",
                1,
                columns,
                List.of(row("recorded", report.recorded(), known), row("replayed", report.replayed(), known)));
    }

    private static List<String> row(String run, Changes changes, boolean known) {
        List<String> row = new ArrayList<>(List.of(run, Figures.count(changes.count())));
        row.addAll(TrafficTables.kindCells(changes, known));
        return row;
    }

    private static ReportTable latencies(ReplayReport report) {
        List<List<String>> rows = new ArrayList<>();
        TrafficTables.add(report.recordedLatency(), new ArrayList<>(List.of("recorded")), rows);
        TrafficTables.add(report.replayedLatency(), new ArrayList<>(List.of("replayed")), rows);
        return new ReportTable(
                "Time in milliseconds",
                "Waiting included. Recorded and replayed on different machines or under different load, these can't be compared.",
                1,
                List.of("run", "measured", "p50", "p90", "p99", "longest"),
                rows);
    }
}
