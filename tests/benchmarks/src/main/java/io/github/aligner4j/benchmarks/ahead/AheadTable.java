// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import io.github.aligner4j.benchmarks.ahead.Cell.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The results as a Markdown table: medians over the rounds, with minimum and maximum in brackets.
 *
 * @param costs the cost of each cell in each round
 */
record AheadTable(Map<Cell, List<Cost>> costs) {

    /** Returns the lines of the table. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "| Aligner | callers | tokens | tokens/s | ahead | first, none | first, ahead | x | last, none | last, ahead"
                        + " | x"
                        + " | CPU left, none | CPU left, ahead | x | CPU, none | CPU, ahead |",
                "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"));
        costs.keySet().stream()
                .filter(cell -> cell.tokensPerSecond() > 0)
                .map(this::line)
                .forEach(lines::add);
        return lines;
    }

    private String line(Cell cell) {
        List<Cost> none = costs.getOrDefault(cell.none(), List.of());
        List<Cost> ahead = costs.getOrDefault(cell, List.of());
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %s | %s | %s | %s | %.0f | %.0f |",
                cell.subject().name(),
                cell.callers(),
                cell.tokens(),
                cell.tokensPerSecond(),
                cell.subject().ahead(),
                compared(none, ahead, Cost::first),
                compared(none, ahead, Cost::last),
                compared(none, ahead, Cost::left),
                median(values(none, Cost::processor)),
                median(values(ahead, Cost::processor)));
    }

    private static String compared(List<Cost> none, List<Cost> ahead, ToDoubleFunction<Cost> time) {
        double[] without = values(none, time);
        double[] with = values(ahead, time);
        double[] ratios = IntStream.range(0, Math.min(without.length, with.length))
                .mapToDouble(i -> with[i] / without[i])
                .toArray();
        return String.format(
                Locale.ROOT,
                "%s | %s | **%.2f** (%.2f-%.2f)",
                spread(without),
                spread(with),
                median(ratios),
                min(ratios),
                max(ratios));
    }

    private static String spread(double[] values) {
        return String.format(Locale.ROOT, "%.0f (%.0f-%.0f)", median(values), min(values), max(values));
    }

    private static double[] values(List<Cost> costs, ToDoubleFunction<Cost> value) {
        return costs.stream().mapToDouble(value).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }
}
