// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.DetectorReport;
import io.github.aligner4j.evaluation.EvaluationReport;
import io.github.aligner4j.evaluation.RowsReport;
import io.github.aligner4j.evaluation.longanswer.LongReport;
import io.github.aligner4j.evaluation.outcome.CopyReport;
import io.github.aligner4j.evaluation.outcome.Speed;
import io.github.aligner4j.evaluation.style.JudgeReport;
import io.github.aligner4j.evaluation.style.StyleScore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** An evaluation as tables in Markdown. */
final class EvaluationTable {

    private final List<String> lines = new ArrayList<>();

    private EvaluationTable() {}

    /**
     * Returns the tables.
     *
     * @param machine the device and number type, for the table of speed
     */
    static String of(EvaluationReport report, String machine) {
        EvaluationTable table = new EvaluationTable();
        if (!report.style().isEmpty()) {
            table.style(report);
        }
        if (!report.judges().isEmpty()) {
            table.judges(report.judges());
        }
        report.copies().ifPresent(table::copies);
        report.longAnswers().ifPresent(table::longAnswers);
        report.rows().ifPresent(table::rows);
        report.detectors().forEach(table::detector);
        table.speed(report, machine);
        return String.join("\n", table.lines);
    }

    private void style(EvaluationReport report) {
        List<String> judges =
                List.copyOf(report.judges().stream().map(JudgeReport::name).toList());
        List<String> heading = new ArrayList<>(List.of("system", "rows"));
        judges.forEach(judge -> heading.add("style (" + judge + ")"));
        heading.addAll(List.of("BLEU", "BLEU, lower case", "chrF", "unchanged", "edit ratio"));
        judges.forEach(judge -> heading.add("style x BLEU (" + judge + ")"));
        heading(heading);
        for (StyleScore score : report.style()) {
            List<String> cells = new ArrayList<>(List.of(score.system(), String.valueOf(score.rows())));
            judges.forEach(judge -> cells.add(share(score.style().getOrDefault(judge, 0.0))));
            cells.add(tenths(score.bleu().score()));
            cells.add(tenths(score.bleuLowerCase().score()));
            cells.add(tenths(score.chrf()));
            cells.add(share(score.unchanged()));
            cells.add(share(score.editRatio()));
            judges.forEach(judge -> cells.add(tenths(score.product().getOrDefault(judge, 0.0))));
            row(cells);
        }
        StyleScore first = report.style().get(0);
        lines.add("");
        lines.add("BLEU " + first.bleu().signature() + "; in lower case "
                + first.bleuLowerCase().signature() + "; chrF2 " + first.chrfSignature() + ".");
        lines.add("Of the Aligner's corrections, " + report.rejected() + " were rejected and " + report.failed()
                + " failed, which count as doing nothing."
                + report.lexicon()
                        .map(words -> " The lexicon has " + words.size() + " words.")
                        .orElse(""));
        lines.add("");
    }

    private void judges(List<JudgeReport> judges) {
        heading(List.of("judge", "trained on", "rude found rude", "references found civil", "mean"));
        for (JudgeReport judge : judges) {
            row(List.of(
                    judge.name(),
                    judge.source(),
                    share(judge.accuracy().rude()),
                    share(judge.accuracy().civil()),
                    share(judge.accuracy().balanced())));
        }
        lines.add("");
    }

    private void copies(CopyReport report) {
        heading(List.of("good answers", "exact", "windows", "exact windows", "rejected", "failed"));
        row(List.of(
                String.valueOf(report.answers()),
                percent(report.exactShare()),
                String.valueOf(report.windows()),
                percent(report.exactWindowShare()),
                String.valueOf(report.rejected()),
                String.valueOf(report.failed())));
        lines.add("");
    }

    private void longAnswers(LongReport report) {
        List<String> heading = new ArrayList<>(
                List.of("long answers", "nothing else touched", "rude sentences", "changed", "deleted"));
        report.civil().keySet().forEach(judge -> heading.add("civil (" + judge + ")"));
        heading.addAll(List.of("rejected", "failed"));
        heading(heading);
        List<String> cells = new ArrayList<>(List.of(
                String.valueOf(report.answers()),
                percent(report.outsideKept()),
                String.valueOf(report.sentences()),
                percent(report.changed()),
                percent(report.deleted())));
        report.civil().values().forEach(civil -> cells.add(percent(civil)));
        cells.add(String.valueOf(report.rejected()));
        cells.add(String.valueOf(report.failed()));
        row(cells);
        lines.add("");
    }

    private void rows(RowsReport report) {
        heading(List.of("kind of row", "rude", "changed", "as reference", "good", "exact"));
        report.kinds().forEach((kind, counts) -> row(rows(kind.isEmpty() ? "(none)" : kind, counts)));
        row(rows("all", report.all()));
        lines.add("");
        lines.add("Of these corrections, " + report.rejected() + " were rejected and " + report.failed() + " failed.");
        lines.add("");
    }

    private static List<String> rows(String kind, RowsReport.Counts counts) {
        return List.of(
                kind,
                String.valueOf(counts.rude()),
                counts.rude() == 0 ? "" : percent(counts.changedShare()),
                String.valueOf(counts.asReference()),
                String.valueOf(counts.good()),
                counts.good() == 0 ? "" : percent(counts.exactShare()));
    }

    private void detector(String label, DetectorReport report) {
        heading(List.of(
                "threshold (" + label + ")",
                "recall, of " + report.positives(),
                "missed",
                "false positives, of " + report.negatives(),
                "found wrongly"));
        for (DetectorReport.Point point : report.points()) {
            row(List.of(
                    String.format(Locale.ROOT, "%.4f", point.threshold()),
                    percent(point.recall()),
                    String.valueOf(report.positives() - point.found()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * point.falsePositiveRate()),
                    String.valueOf(point.falsePositives())));
        }
        lines.add("");
        if (report.areaUnderCurve().isPresent()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "Area under the ROC curve: %.4f.",
                    report.areaUnderCurve().getAsDouble()));
            lines.add("");
        }
    }

    private void speed(EvaluationReport report, String machine) {
        heading(List.of("part", "answers/s", "tokens/s", "median s", "90 % within s", "callers", "on"));
        report.speed().forEach((part, speed) -> row(speed(part, speed, machine)));
    }

    private static List<String> speed(String part, Speed speed, String machine) {
        return List.of(
                part,
                tenths(speed.answersPerSecond()),
                tenths(speed.completionTokensPerSecond()),
                String.format(Locale.ROOT, "%.3f", speed.medianSeconds()),
                String.format(Locale.ROOT, "%.3f", speed.p90Seconds()),
                String.valueOf(speed.callers()),
                machine);
    }

    private void heading(Collection<String> cells) {
        row(cells);
        row(Collections.nCopies(cells.size(), "---"));
    }

    private void row(Collection<String> cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }
}
