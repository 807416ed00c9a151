// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.evaluation.page.Figures;
import io.github.aligner4j.evaluation.page.ReportExample;
import io.github.aligner4j.evaluation.page.ReportTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables of a {@link TrafficReport} and its examples. */
final class TrafficTables {

    private TrafficTables() {}

    static ReportTable sizes(TrafficReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (Answers each : report.answers()) {
            long known = each.changes().strata().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (known > 0) {
                List<String> row = new ArrayList<>(List.of(TrafficPage.name(each.cohort()), Figures.count(known)));
                each.changes().strata().values().forEach(count -> row.add(Figures.of(count, known)));
                rows.add(row);
            }
        }
        List<String> columns = new ArrayList<>(List.of("users", "changed"));
        for (Stratum stratum : Stratum.values()) {
            columns.add(stratum.label());
        }
        return new ReportTable(
                "Size of the changes",
                "By edit ratio: the share of the characters of the longer text, before and after the whole stack, that belong to"
                        + " edits.",
                1,
                columns,
                rows);
    }

    static ReportTable latencies(TrafficReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (LayerReport layer : report.layers()) {
            List<String> row = new ArrayList<>(TrafficPage.names(layer.key()));
            add(layer.latency(), row, rows);
        }
        for (Answers each : report.answers()) {
            List<String> row = new ArrayList<>(List.of("whole stack", "", TrafficPage.name(each.cohort())));
            add(each.latency(), row, rows);
        }
        return new ReportTable(
                "Time in milliseconds",
                "Of the layers that worked on an answer, waiting included; percentiles are at most 0.1 % off.",
                3,
                List.of("layer", "chain", "mode", "measured", "p50", "p90", "p99", "longest"),
                rows);
    }

    static ReportTable detections(TrafficReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (DetectionReport each : report.detections()) {
            List<String> row = new ArrayList<>(TrafficPage.names(each.key()));
            row.add(each.label());
            row.add(Figures.count(each.count()));
            row.add(score(each.p50()));
            row.add(score(each.p90()));
            row.add(Figures.of(each.changed(), each.count()));
            row.add(each.changed() == 0 ? "" : score(each.changedP50()));
            rows.add(row);
        }
        return new ReportTable(
                "Detections",
                "Scores, from 0 to 1, by which a layer's gate or detector decided; of an answer that it read in parts, the highest."
                        + " Changed: of these answers, by the layer.",
                4,
                List.of(
                        "layer",
                        "chain",
                        "mode",
                        "label",
                        "answers",
                        "median",
                        "90 % are at most",
                        "changed",
                        "median of changed"),
                rows);
    }

    static ReportTable disagreements(TrafficReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (Disagreement each : report.disagreements()) {
            rows.add(List.of(
                    each.pair().earlier(),
                    each.pair().later(),
                    each.pair().chain(),
                    Figures.count(each.both()),
                    Figures.of(each.changed(), each.both()),
                    Figures.of(each.undone(), each.both())));
        }
        return new ReportTable(
                "Disagreements between layers",
                "Answers that both layers changed. Changed again: the later layer changed something that the earlier one had"
                        + " written or deleted; undone: it brought the former words back.",
                3,
                List.of("earlier layer", "later layer", "chain", "both changed", "changed again", "undone"),
                rows);
    }

    /**
     * Returns the headings of {@link #kindCells}.
     *
     * @param known true if all texts are known, so that there is no column for the others
     */
    static List<String> kindColumns(boolean known) {
        List<String> columns = new ArrayList<>();
        for (EditKind kind : EditKind.values()) {
            if (!known || kind != EditKind.UNKNOWN) {
                columns.add(kind.label());
            }
        }
        columns.addAll(List.of("words out", "words in"));
        return columns;
    }

    static List<String> kindCells(Changes changes, boolean known) {
        List<String> cells = new ArrayList<>();
        changes.kinds().forEach((kind, count) -> {
            if (!known || kind != EditKind.UNKNOWN) {
                cells.add(Figures.of(count, changes.count()));
            }
        });
        cells.add(Figures.count(changes.deletedWords()));
        cells.add(Figures.count(changes.insertedWords()));
        return cells;
    }

    static String exampleTitle(int count, long seed) {
        return Figures.count(count) + " typical changes, all different, small ones first (drawn from each size; seed "
                + seed + ")";
    }

    static List<ReportExample> examples(List<TypicalChange> changes) {
        return changes.stream()
                .map(change -> new ReportExample(
                        String.format(
                                Locale.ROOT,
                                "%sedit ratio %.1f %% · %s",
                                change.origin().isEmpty() ? "" : change.origin() + " · ",
                                100 * change.editRatio(),
                                change.source()),
                        change.question(),
                        change.difference()))
                .toList();
    }

    /** Returns the end of a sentence about lines that can't be read, empty if there is none. */
    static String skipped(long lines) {
        return lines == 0 ? "" : ", and " + Figures.count(lines) + " skipped, because they could not be read";
    }

    static void add(Latency latency, List<String> row, List<List<String>> rows) {
        if (latency.count() > 0) {
            row.add(Figures.count(latency.count()));
            row.add(Figures.decimals(latency.p50()));
            row.add(Figures.decimals(latency.p90()));
            row.add(Figures.decimals(latency.p99()));
            row.add(Figures.decimals(latency.max()));
            rows.add(row);
        }
    }

    private static String score(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
