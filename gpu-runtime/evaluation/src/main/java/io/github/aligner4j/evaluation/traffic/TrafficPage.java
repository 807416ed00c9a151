// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.evaluation.page.Figures;
import io.github.aligner4j.evaluation.page.ReportPage;
import io.github.aligner4j.evaluation.page.ReportTable;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Cohort;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out a {@link TrafficReport}. */
final class TrafficPage {

    private TrafficPage() {}

    static ReportPage of(TrafficReport report) {
        List<ReportTable> tables = List.of(
                answers(report),
                layers(report),
                kinds(report),
                TrafficTables.sizes(report),
                TrafficTables.latencies(report),
                TrafficTables.detections(report),
                TrafficTables.disagreements(report));
        return new ReportPage(
                "What Aligners did to recorded answers",
                facts(report),
                tables,
                TrafficTables.exampleTitle(report.examples().size(), report.seed()),
                TrafficTables.examples(report.examples()));
    }

    private static List<String> facts(TrafficReport report) {
        List<String> facts = new ArrayList<>();
        for (Answers each : report.answers()) {
            long changed = each.changes().count();
            String of = Figures.of(changed, each.count()) + " of " + Figures.count(each.count()) + " answers ";
            facts.add(
                    switch (each.cohort()) {
                        case ENFORCE -> of + "were changed.";
                        case CANARY -> of + "in a canary's share were changed.";
                        case OUTSIDE_CANARY -> of + "outside a canary's share were changed, by other layers.";
                        case SHADOW ->
                            of + "that shadow layers observed would have been changed. Users did not see it.";
                    });
        }
        dropped(report, facts);
        facts.add(Figures.count(report.lines()) + " lines were read" + TrafficTables.skipped(report.skipped()) + ".");
        return facts;
    }

    private static void dropped(TrafficReport report, List<String> facts) {
        for (LayerReport layer : report.layers()) {
            if (layer.due() > layer.count() && layer.key().mode() == LayerMode.SHADOW) {
                facts.add("Shadow layer '" + layer.key().layer() + "' of '"
                        + layer.key().chain() + "' was given " + Figures.count(layer.due())
                        + " answers; observations missing, because they were dropped or not finished: "
                        + Figures.count(layer.due() - layer.count()) + ".");
            }
        }
    }

    private static ReportTable answers(TrafficReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (Answers each : report.answers()) {
            List<String> row = new ArrayList<>(List.of(name(each.cohort()), Figures.count(each.count())));
            for (Ending ending : Ending.values()) {
                row.add(Figures.of(each.endings().getOrDefault(ending, 0L), each.count()));
            }
            row.add(Figures.of(each.fellOpen(), each.count()));
            rows.add(row);
        }
        return new ReportTable(
                "Answers",
                "Each answer is in one of the columns from changed to failed; an answer that a layer fell open on is in one of"
                        + " them, too. A shadow row counts observations of layers: what would have happened.",
                1,
                List.of(
                        "users",
                        "answers",
                        "changed",
                        "unchanged",
                        "no layer applied",
                        "refused",
                        "reprompted",
                        "failed",
                        "fell open"),
                rows);
    }

    private static ReportTable layers(TrafficReport report) {
        List<List<String>> rows = new ArrayList<>();
        for (LayerReport layer : report.layers()) {
            List<String> row = new ArrayList<>(names(layer.key()));
            row.add(Figures.count(layer.count()));
            for (Outcome outcome : Outcome.values()) {
                if (outcome != Outcome.SHADOWED) {
                    row.add(Figures.of(layer.count(outcome), layer.count()));
                }
            }
            rows.add(row);
        }
        return new ReportTable(
                "Layers",
                "Skipped: by the layer's gate, or because the answer is outside a canary's share.",
                3,
                List.of(
                        "layer",
                        "chain",
                        "mode",
                        "answers",
                        "changed",
                        "unchanged",
                        "skipped",
                        "fell open",
                        "refused",
                        "reprompted",
                        "failed"),
                rows);
    }

    private static ReportTable kinds(TrafficReport report) {
        boolean known =
                report.layers().stream().allMatch(layer -> layer.changes().allKnown());
        List<List<String>> rows = new ArrayList<>();
        for (LayerReport layer : report.layers()) {
            Changes changes = layer.changes();
            List<String> row = new ArrayList<>(names(layer.key()));
            row.add(Figures.count(changes.count()));
            row.addAll(TrafficTables.kindCells(changes, known));
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(List.of("layer", "chain", "mode", "changed"));
        columns.addAll(TrafficTables.kindColumns(known));
        return new ReportTable(
                "Changes by layer and kind",
                "Told from the two texts alone: which words came and went, not whether that was right. Each changed answer has"
                        + " one kind. Rewritten: more than half of the characters of the longer text belong to edits.",
                3,
                columns,
                rows);
    }

    static List<String> names(LayerKey key) {
        return List.of(key.layer(), key.chain(), key.mode().name().toLowerCase(Locale.ROOT));
    }

    static String name(Cohort cohort) {
        return switch (cohort) {
            case ENFORCE -> "all users";
            case CANARY -> "canary's share";
            case OUTSIDE_CANARY -> "outside the share";
            case SHADOW -> "shadow (nobody)";
        };
    }
}
