// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.Leaderboard.Printed;
import io.github.aligner4j.evaluation.page.Figures;
import io.github.aligner4j.evaluation.page.ReportPage;
import io.github.aligner4j.evaluation.page.ReportTable;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.LengthControlledWinRate;
import io.github.aligner4j.evaluation.statistics.WinCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Win rates as tables. */
final class WinRateTables {

    private static final double PERCENT = 100;

    private WinRateTables() {}

    /**
     * Returns the tables.
     *
     * @param difficulties true if the difficulties of the instructions are known
     */
    static ReportPage page(List<WinRateResult> results, boolean difficulties) {
        return new ReportPage(
                "Win rates",
                List.of("Win rates are in percent, with their intervals in brackets."),
                List.of(rates(results), lengthControlled(results, difficulties), printed(results)),
                "",
                List.of());
    }

    private static ReportTable rates(List<WinRateResult> results) {
        List<List<String>> rows = new ArrayList<>();
        for (WinRateResult each : results) {
            WinCounts counts = each.preferences().counts();
            List<String> row = names(each);
            row.add(Figures.count(counts.total()));
            row.add(Figures.count(each.preferences().missing()));
            row.add(Figures.count(counts.wins()));
            row.add(Figures.count(counts.losses()));
            row.add(Figures.count(counts.ties()));
            row.add(percent(each.preferences().rate()));
            row.add(percent(each.preferences().standardError()));
            row.add(percent(each.netWinRate()));
            row.add(pValue(each.pValue()));
            rows.add(row);
        }
        return new ReportTable(
                "Raw win rate",
                "Win rate: the mean preference, a tie counts one half (AlpacaEval). Net: wins less losses, as a share of all (the "
                        + "Aligner paper). p: sign test, two-sided. Without a verdict: in no count.",
                names().size(),
                headings(List.of(
                        "n", "without a verdict", "wins", "losses", "ties", "win rate", "standard error", "net", "p")),
                rows);
    }

    private static ReportTable lengthControlled(List<WinRateResult> results, boolean difficulties) {
        List<List<String>> rows = new ArrayList<>();
        for (WinRateResult each : results) {
            each.lengthControlled().ifPresent(controlled -> {
                List<String> row = names(each);
                row.addAll(lengthControlled(controlled));
                rows.add(row);
            });
        }
        String formula = difficulties
                ? "With the difficulties of the instructions (alpaca_eval's length_controlled_noreg)."
                : "Without the difficulties of the instructions, whose file alpaca_eval keeps outside its repository: its "
                        + "length_controlled_minimal. --difficulty names that file.";
        return new ReportTable(
                "Length-controlled win rate",
                formula
                        + " Leaderboards have length_controlled_v1, another fit: their numbers are not expected to be the same.",
                names().size(),
                headings(List.of("n", "win rate", "length", "difficulty", "constant", "C")),
                rows);
    }

    private static List<String> lengthControlled(LengthControlledWinRate controlled) {
        return List.of(
                Figures.count(controlled.rate().n()),
                percent(controlled.rate()),
                decimals(controlled.length()),
                controlled.difficulty().isPresent()
                        ? decimals(controlled.difficulty().getAsDouble())
                        : "",
                decimals(controlled.constant()),
                String.format(Locale.ROOT, "%.3g", controlled.strength()));
    }

    private static ReportTable printed(List<WinRateResult> results) {
        List<List<String>> rows = new ArrayList<>();
        for (WinRateResult each : results) {
            each.printed().ifPresent(printed -> {
                List<String> row = names(each);
                row.addAll(printed(each, printed));
                rows.add(row);
            });
        }
        return new ReportTable(
                "Beside the leaderboard",
                "Ours from the annotations; printed in the leaderboard, whose length-controlled win rate is quoted, not recomputed.",
                names().size(),
                headings(List.of(
                        "ours",
                        "printed",
                        "difference",
                        "standard error",
                        "printed",
                        "difference",
                        "length-controlled, printed")),
                rows);
    }

    private static List<String> printed(WinRateResult ours, Printed printed) {
        double rate = PERCENT * ours.preferences().rate().value();
        double error = PERCENT * ours.preferences().standardError();
        return List.of(
                exact(rate),
                exact(printed.winRate()),
                difference(rate - printed.winRate()),
                exact(error),
                exact(printed.standardError()),
                printed.standardError().isPresent()
                        ? difference(error - printed.standardError().getAsDouble())
                        : "",
                exact(printed.lengthControlled()));
    }

    private static List<String> names() {
        return List.of("system", "baseline", "judge", "aspect");
    }

    private static List<String> names(WinRateResult result) {
        WinRateKey key = result.comparisons();
        return new ArrayList<>(List.of(key.system(), key.baseline(), key.judge(), key.aspect()));
    }

    private static List<String> headings(List<String> numbers) {
        List<String> headings = new ArrayList<>(names());
        headings.addAll(numbers);
        return headings;
    }

    static String percent(Interval interval) {
        return percent(interval.value()) + " [" + percent(interval.lower()) + ", " + percent(interval.upper()) + "]";
    }

    private static String percent(double share) {
        return decimals(PERCENT * share);
    }

    static String decimals(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String pValue(double value) {
        return value < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String exact(OptionalDouble value) {
        return value.isPresent() ? exact(value.getAsDouble()) : "";
    }

    private static String exact(double value) {
        return String.format(Locale.ROOT, "%.9f", value);
    }

    private static String difference(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.0e", value);
    }
}
