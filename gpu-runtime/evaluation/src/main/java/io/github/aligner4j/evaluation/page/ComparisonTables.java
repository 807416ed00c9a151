// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.compare.ScoreSummary;
import io.github.aligner4j.evaluation.compare.SystemSummary;
import io.github.aligner4j.evaluation.compare.WinRateSummary;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.scoring.Scorers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lays out the numbers of a comparison as tables. */
final class ComparisonTables {

    private static final String INTERVALS = " Numbers in brackets are 95 % intervals.";

    /** The scales whose means the table of answers has. */
    private static final Set<String> ANSWERS = Set.of(
            Scorers.unchanged().scale().name(), Scorers.editRatio().scale().name());

    private final ComparisonData data;
    private final ComparisonReport report;
    private final TellingScores telling;
    private final JudgeNames names;

    ComparisonTables(ComparisonData data, ComparisonReport report) {
        this.data = data;
        this.report = report;
        this.telling = new TellingScores(data);
        this.names = new JudgeNames(report);
    }

    ReportTable winRates() {
        List<List<String>> rows = new ArrayList<>();
        for (WinRateSummary rate : rates(rate -> rate.category().isEmpty())) {
            List<String> row =
                    new ArrayList<>(List.of(rate.system(), rate.baseline(), names.of(rate.judge()), rate.aspect()));
            addCounts(row, rate);
            Optional<SystemSummary> system = report.systems().stream()
                    .filter(each -> each.system().equals(rate.system()))
                    .findFirst();
            row.add(system.map(ComparisonTables::tokens).orElse(Figures.NONE));
            row.add(system.map(each -> Figures.decimals(each.meanSeconds(), false))
                    .orElse(Figures.NONE));
            row.add(system.map(this::cost).orElse(Figures.NONE));
            rows.add(row);
        }
        return new ReportTable(
                "Win rates",
                "Win rate: (won - lost) / (won + lost + tied), from -100 % to +100 %; above 0, the system is preferred"
                        + " to the baseline. An unchanged answer is a tie. p: of a sign test of wins against losses. Pairs"
                        + " without a verdict are in no rate." + INTERVALS,
                4,
                columns(
                        List.of("system", "baseline", "judge", "aspect"),
                        List.of("tokens per answer", "seconds per answer", "cost per 1,000 answers")),
                rows);
    }

    ReportTable categories() {
        List<List<String>> rows = new ArrayList<>();
        for (WinRateSummary rate : rates(rate -> !rate.category().isEmpty())) {
            List<String> row = new ArrayList<>(
                    List.of(rate.category(), rate.system(), rate.baseline(), names.of(rate.judge()), rate.aspect()));
            addCounts(row, rate);
            rows.add(row);
        }
        return new ReportTable(
                "Win rates by category",
                "Many small groups are compared here: some differ by chance alone." + INTERVALS,
                5,
                columns(List.of("category", "system", "baseline", "judge", "aspect"), List.of()),
                rows);
    }

    private List<WinRateSummary> rates(Predicate<WinRateSummary> which) {
        return report.winRates().stream().filter(which).toList();
    }

    private static List<String> columns(List<String> names, List<String> more) {
        List<String> columns = new ArrayList<>(names);
        columns.addAll(List.of("n", "won", "tied", "lost", "no verdict", "win rate", "p"));
        columns.addAll(more);
        return columns;
    }

    private static void addCounts(List<String> row, WinRateSummary rate) {
        row.add(Figures.count(rate.counts().total()));
        row.add(Figures.count(rate.counts().wins()));
        row.add(Figures.count(rate.counts().ties()));
        row.add(Figures.count(rate.counts().losses()));
        row.add(Figures.count(rate.invalid()));
        row.add(Figures.percent(rate.winRate(), true));
        row.add(Figures.pValue(rate.pValue()));
    }

    private static String tokens(SystemSummary system) {
        return tokens(system.promptTokens() + system.completionTokens(), "%,.0f");
    }

    private static String tokens(double mean, String format) {
        return Double.isNaN(mean) ? Figures.NONE : String.format(Locale.ROOT, format, mean);
    }

    private String cost(SystemSummary system) {
        String currency =
                price(system.system()).map(price -> " " + price.currency()).orElse("");
        return system.costPerThousand().isEmpty()
                ? Figures.NONE
                : String.format(Locale.ROOT, "%,.2f", system.costPerThousand().getAsDouble()) + currency;
    }

    private Optional<Price> price(String system) {
        return data.systems().stream()
                .filter(each -> each.name().equals(system))
                .findFirst()
                .flatMap(ComparedSystem::price);
    }

    ReportTable answers() {
        return new ReportTable(
                "Answers",
                "Rejected: by a guard. Rejected and failed corrections count as unchanged answers. Edit ratio: the"
                        + " share of the text that was edited, the mean of all answers." + INTERVALS,
                1,
                List.of("system", "n", "changed", "rejected", "failed", "unchanged", "edit ratio"),
                report.systems().stream()
                        .filter(each -> !each.system().equals(ComparedSystem.ORIGINAL))
                        .map(each -> List.of(
                                each.system(),
                                Figures.count(each.answers()),
                                Figures.of(each.changed(), each.answers()),
                                Figures.of(each.rejected(), each.answers()),
                                Figures.of(each.failed(), each.answers()),
                                Figures.percent(each.unchangedShare(), false),
                                Figures.percent(each.editRatio(), false)))
                        .toList());
    }

    ReportTable effort() {
        return new ReportTable(
                "Time, tokens and cost",
                "Of one answer, on average, and of a thousand answers. The cost of the original answers, which all"
                        + " systems start from, is not counted." + INTERVALS,
                1,
                List.of(
                        "system",
                        "n",
                        "prompt tokens",
                        "completion tokens",
                        "mean seconds",
                        "median seconds",
                        "90th percentile, seconds",
                        "cost per 1,000 answers"),
                report.systems().stream()
                        .filter(ComparisonTables::takesTime)
                        .map(each -> List.of(
                                each.system(),
                                Figures.count(each.answers()),
                                tokens(each.promptTokens(), "%,.1f"),
                                tokens(each.completionTokens(), "%,.1f"),
                                Figures.decimals(each.meanSeconds(), false),
                                Figures.decimals(each.medianSeconds()),
                                Figures.decimals(each.p90Seconds()),
                                cost(each)))
                        .toList());
    }

    /** Returns false for answers that are looked up. */
    private static boolean takesTime(SystemSummary system) {
        return system.promptTokens() > 0
                || system.completionTokens() > 0
                || system.p90Seconds() > 0
                || system.costPerThousand().isPresent();
    }

    ReportTable scores() {
        String meanings = data.scales().stream()
                .filter(scale -> telling.isChanged(scale) && !ANSWERS.contains(scale.name()))
                .map(scale -> " " + name(scale) + ": " + scale.description()
                        + (scale.higherIsBetter() ? "" : " (lower is better)") + ".")
                .collect(Collectors.joining());
        return scoreTable(
                "Scores",
                "Means, and mean differences to the original answers' on the same rows. Left out: rows of the original"
                        + " answers and of people's corrections in which all answers have the same score." + INTERVALS
                        + meanings + untouched(),
                false);
    }

    private String untouched() {
        String names = data.scales().stream()
                .filter(scale -> !telling.isChanged(scale))
                .map(ScoreScale::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " No system changed: " + names + ".";
    }

    ReportTable scoreCategories() {
        return scoreTable(
                "Scores by category",
                "Many small groups are compared here: some differ by chance alone." + INTERVALS,
                true);
    }

    private ReportTable scoreTable(String title, String note, boolean categories) {
        List<String> columns = new ArrayList<>(List.of("scale", "system", "n", "mean", "difference"));
        if (categories) {
            columns.add(0, "category");
        }
        Function<ScoreSummary, List<String>> row = score -> {
            List<String> cells = new ArrayList<>(List.of(
                    scaleName(score.scale()),
                    score.system(),
                    Figures.count(score.mean().n()),
                    Figures.decimals(score.mean(), false),
                    score.system().equals(data.systems().get(0).name())
                            ? Figures.NONE
                            : Figures.decimals(score.difference(), true)));
            if (categories) {
                cells.add(0, score.category());
            }
            return cells;
        };
        return new ReportTable(
                title,
                note,
                categories ? 3 : 2,
                columns,
                report.scores().stream()
                        .filter(score -> score.category().isEmpty() != categories
                                && telling.tell(score)
                                && (categories || !ANSWERS.contains(score.scale())))
                        .map(row)
                        .toList());
    }

    private String scaleName(String name) {
        return data.scales().stream()
                .filter(scale -> scale.name().equals(name))
                .findFirst()
                .map(ComparisonTables::name)
                .orElse(name);
    }

    private static String name(ScoreScale scale) {
        return scale.unit().isEmpty() ? scale.name() : scale.name() + ", " + scale.unit();
    }

    ReportTable systems() {
        return new ReportTable(
                "Systems",
                "What each system is made of. Prices are those of a million tokens.",
                2,
                List.of("system", "made of", "prompt tokens", "completion tokens"),
                data.systems().stream()
                        .map(each -> List.of(
                                each.name(),
                                each.description(),
                                each.price()
                                        .map(price -> money(price.inputPerMillion(), price))
                                        .orElse(Figures.NONE),
                                each.price()
                                        .map(price -> money(price.outputPerMillion(), price))
                                        .orElse(Figures.NONE)))
                        .toList());
    }

    private static String money(double amount, Price price) {
        return String.format(Locale.ROOT, "%,.2f %s", amount, price.currency());
    }
}
