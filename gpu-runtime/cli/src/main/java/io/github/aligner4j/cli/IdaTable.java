// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report of {@code aligner ida} in Markdown.
 *
 * @param report the report
 * @param shares the names of the measures that are shares, which are written in percent
 */
record IdaTable(IdaReport report, List<String> shares) {

    String text() {
        return heading("| system | answers")
                + report.systems().stream().map(this::line).collect(Collectors.joining())
                + "\n"
                + heading("| difference")
                + report.differences().stream().map(this::line).collect(Collectors.joining())
                + "\n"
                + note();
    }

    private String heading(String first) {
        int columns = first.split("\\|").length - 1 + report.measures().size();
        return first
                + report.measures().keySet().stream().map(name -> " | " + name).collect(Collectors.joining()) + " |\n"
                + "|---".repeat(columns) + "|\n";
    }

    private String line(IdaReport.SystemResult system) {
        return "| " + system.name() + ": " + system.description() + " | " + system.answers()
                + cells(system.means(), system.runs(), false);
    }

    private String line(IdaReport.Difference difference) {
        return "| " + difference.system() + " - " + difference.baseline()
                + cells(difference.differences(), Map.of(), true);
    }

    private String cells(Map<String, Interval> values, Map<String, List<Double>> runs, boolean signed) {
        return report.measures().keySet().stream()
                        .map(name -> " | " + cell(name, values.get(name), runs.getOrDefault(name, List.of()), signed))
                        .collect(Collectors.joining())
                + " |\n";
    }

    private String cell(String name, @Nullable Interval interval, List<Double> runs, boolean signed) {
        if (interval == null) {
            return "";
        }
        String spread = runs.size() < 2
                ? ""
                : "; runs "
                        + runs.stream().map(run -> number(name, run, signed)).collect(Collectors.joining(", "));
        return number(name, interval.value(), signed) + (signed ? "" : unit(name)) + " ("
                + number(name, interval.lower(), signed) + " to " + number(name, interval.upper(), signed) + spread
                + ")";
    }

    private String unit(String name) {
        return shares.contains(name) ? " %" : "";
    }

    private String number(String name, double value, boolean signed) {
        boolean share = shares.contains(name);
        String format = (signed ? "%+" : "%") + (share ? ".1f" : ".2f");
        return String.format(Locale.ROOT, format, share ? 100 * value : value);
    }

    private String note() {
        String measures = report.measures().entrySet().stream()
                .map(measure -> "*" + measure.getKey() + "*: " + measure.getValue())
                .collect(Collectors.joining("; "));
        return "%d held-out questions, %d runs (seeds %s). In parentheses: bootstrap intervals of 95 %% over questions%s. Differences of shares are in percentage points. %s.%n"
                .formatted(
                        report.questions(),
                        report.seeds().size(),
                        report.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                        report.seeds().size() < 2 ? "" : ", and the mean of each run",
                        measures);
    }
}
