// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.compare.ScoreSummary;
import io.github.aligner4j.evaluation.compare.SystemSummary;
import io.github.aligner4j.evaluation.compare.WinRateSummary;
import io.github.aligner4j.evaluation.metric.EditRatio;
import io.github.aligner4j.evaluation.plot.Distribution;
import io.github.aligner4j.evaluation.plot.DistributionPlots;
import io.github.aligner4j.evaluation.plot.Series.Point;
import io.github.aligner4j.evaluation.plot.Shift;
import io.github.aligner4j.evaluation.plot.ShiftPlots;
import io.github.aligner4j.evaluation.plot.Stop;
import io.github.aligner4j.evaluation.plot.TradeOff;
import io.github.aligner4j.evaluation.plot.TradeOffPlot;
import io.github.aligner4j.evaluation.plot.WinBar;
import io.github.aligner4j.evaluation.plot.WinRatePlot;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.scoring.AnswerScorer;
import io.github.aligner4j.evaluation.scoring.Scorers;
import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws the figures of a comparison. */
final class ComparisonFigures {

    private static final String HELPFUL = "helpful";
    private static final String HARMLESS = "harmless";
    private static final Set<String> COMPUTED = names(Scorers.overCorrection());
    private static final Set<String> REFERENCE = names(Scorers.reference());

    private final ComparisonData data;
    private final ComparisonReport report;
    private final TellingScores telling;
    private final JudgeNames judges;
    private final Set<String> names = new HashSet<>();

    ComparisonFigures(ComparisonData data, ComparisonReport report) {
        this.data = data;
        this.report = report;
        this.telling = new TellingScores(data);
        this.judges = new JudgeNames(report);
    }

    private static Set<String> names(List<AnswerScorer> scorers) {
        return scorers.stream().map(scorer -> scorer.scale().name()).collect(Collectors.toUnmodifiableSet());
    }

    List<ReportFigure> all() {
        List<ReportFigure> figures = new ArrayList<>(winRates());
        figures.addAll(tradeOffs());
        figures.addAll(edits());
        figures.addAll(shifts());
        figures.addAll(densities());
        return figures;
    }

    List<ReportFigure> winRates() {
        List<WinBar> bars = overall().stream()
                .map(rate -> new WinBar(
                        rate.system(),
                        String.format(
                                Locale.ROOT,
                                "%s · %s%s · n = %,d",
                                rate.aspect(),
                                judges.of(rate.judge()),
                                rate.baseline().equals(ComparedSystem.ORIGINAL) ? "" : " · against " + rate.baseline(),
                                rate.counts().total()),
                        rate.counts(),
                        rate.winRate()))
                .toList();
        return bars.isEmpty()
                ? List.of()
                : List.of(new ReportFigure(
                        name("win-rates"),
                        "",
                        "Left: how often each judge preferred the system's answer, saw no difference, or preferred the"
                                + " baseline's. Right: the win rate and its interval; one that does not touch 0 is a"
                                + " difference.",
                        WinRatePlot.of(bars)));
    }

    /** Returns win rates against what the systems need, for each judge, aspect and baseline. */
    List<ReportFigure> tradeOffs() {
        Map<List<String>, List<WinRateSummary>> groups = new LinkedHashMap<>();
        overall()
                .forEach(rate -> groups.computeIfAbsent(
                                List.of(rate.judge(), rate.aspect(), rate.baseline()), none -> new ArrayList<>())
                        .add(rate));
        List<ReportFigure> figures = new ArrayList<>();
        groups.values().forEach(rates -> costs().forEach(cost -> tradeOff(cost, rates, figures)));
        return figures;
    }

    private List<Cost> costs() {
        String currency = data.systems().stream()
                .flatMap(system -> system.price().stream())
                .map(Price::currency)
                .findFirst()
                .orElse("");
        return List.of(
                new Cost("cost", "cost per 1,000 answers, " + currency, SystemSummary::costPerThousand),
                new Cost(
                        "tokens",
                        "tokens per answer (prompt and completion, mean)",
                        system -> OptionalDouble.of(system.promptTokens() + system.completionTokens())),
                new Cost(
                        "seconds",
                        "seconds per answer (mean)",
                        system -> OptionalDouble.of(system.meanSeconds().value())));
    }

    private void tradeOff(Cost cost, List<WinRateSummary> rates, List<ReportFigure> figures) {
        List<TradeOff> systems = new ArrayList<>();
        for (WinRateSummary rate : rates) {
            report.systems().stream()
                    .filter(system -> system.system().equals(rate.system())
                            && rate.winRate().n() > 0)
                    .forEach(system -> cost.of
                            .apply(system)
                            .ifPresent(value -> systems.add(new TradeOff(rate.system(), value, rate.winRate()))));
        }
        if (systems.stream().anyMatch(each -> each.cost() > 0)) {
            WinRateSummary first = rates.get(0);
            String note = String.format(
                    Locale.ROOT,
                    "%s · %s · against %s · n = %,d",
                    judges.of(first.judge()),
                    first.aspect(),
                    first.baseline(),
                    systems.get(0).winRate().n());
            String title =
                    cost.name.substring(0, 1).toUpperCase(Locale.ROOT) + cost.name.substring(1) + " against win rate";
            figures.add(new ReportFigure(
                    name(cost.name + "-win-rate-" + first.aspect() + "-" + judges.of(first.judge())),
                    figures.isEmpty() ? "Win rates and what they cost" : "",
                    title + " (" + note + "). Up and to the left is better."
                            + (systems.size() < rates.size() ? " Systems without a price are left out." : ""),
                    TradeOffPlot.of(title, note, cost.label, systems)));
        }
    }

    /** A quantity that a system needs for an answer. */
    private record Cost(String name, String label, Function<SystemSummary, OptionalDouble> of) {}

    private List<WinRateSummary> overall() {
        return report.winRates().stream()
                .filter(rate -> rate.category().isEmpty())
                .toList();
    }

    List<ReportFigure> edits() {
        Map<String, String> originals = new HashMap<>();
        data.rows().forEach(row -> originals.put(row.id(), row.request().answer()));
        List<Distribution> changed = new ArrayList<>();
        data.answers().forEach((system, answers) -> {
            double[] ratios = answers.stream()
                    .mapToDouble(answer ->
                            EditRatio.between(originals.getOrDefault(answer.rowId(), answer.answer()), answer.answer()))
                    .filter(ratio -> ratio > 0)
                    .toArray();
            if (ratios.length > 0) {
                String note =
                        Figures.count(ratios.length) + " of " + Figures.count(answers.size()) + " answers changed";
                changed.add(Distribution.of(system, note, ratios));
            }
        });
        return changed.isEmpty()
                ? List.of()
                : List.of(new ReportFigure(
                        name("edit-ratios"),
                        "",
                        "How much of an answer each system edits when it changes one.",
                        DistributionPlots.edits(changed)));
    }

    /** Returns the axes: of the scales that every comparison has, none is worth a picture. */
    private List<ScoreScale> axes() {
        List<ScoreScale> known = data.scales().stream()
                .filter(scale -> scale.name().equals(HELPFUL) || scale.name().equals(HARMLESS))
                .sorted((one, other) -> other.name().compareTo(one.name()))
                .toList();
        if (known.size() == 2) {
            return known;
        }
        Set<String> all = data.scales().stream().map(ScoreScale::name).collect(Collectors.toSet());
        return all.containsAll(COMPUTED)
                ? data.scales().stream()
                        .filter(scale -> !COMPUTED.contains(scale.name())
                                && !REFERENCE.contains(scale.name())
                                && telling.vary(scale))
                        .toList()
                : data.scales();
    }

    /** Returns the shift of helpful against harmless scores, or of the first two scales without these. */
    List<ReportFigure> shifts() {
        List<ReportFigure> figures = new ArrayList<>();
        if (axes().size() < 2) {
            return figures;
        }
        List<Stop> stops = stops(axes());
        if (stops.size() > 2) {
            figures.add(new ReportFigure(
                    name("mean-scores"),
                    "",
                    "Mean scores of the original answers and of each system's, with their intervals.",
                    ShiftPlots.means("Mean scores", axes().get(0), axes().get(1), stops)));
        }
        for (ComparedSystem system : data.systems().subList(1, data.systems().size())) {
            List<Shift> shifts = shifts(system.name());
            if (!shifts.isEmpty()) {
                figures.add(new ReportFigure(
                        name("shift-" + system.name()),
                        "",
                        "Scores of the same " + Figures.count(shifts.size()) + " answers before and after "
                                + system.name() + ".",
                        ShiftPlots.shift(system.name(), axes().get(0), axes().get(1), shifts)));
            }
        }
        return figures;
    }

    /** Returns the mean scores of all systems in their order as a path. */
    ReportFigure path() {
        List<ScoreScale> axes = axes().size() < 2 ? data.scales() : axes();
        return new ReportFigure(
                name("shift-path"),
                "",
                "Mean scores, from the original answers through all systems in their order.",
                ShiftPlots.path("Shift of mean scores", axes.get(0), axes.get(1), stops(axes)));
    }

    private List<Stop> stops(List<ScoreScale> axes) {
        List<Stop> stops = new ArrayList<>();
        for (ComparedSystem system : data.systems()) {
            Optional<Interval> x = mean(system.name(), axes.get(0));
            Optional<Interval> y = mean(system.name(), axes.get(1));
            if (x.isPresent() && y.isPresent()) {
                stops.add(new Stop(system.name(), x.get(), y.get()));
            }
        }
        return stops;
    }

    private Optional<Interval> mean(String system, ScoreScale scale) {
        return report.scores().stream()
                .filter(score -> score.system().equals(system)
                        && score.scale().equals(scale.name())
                        && score.category().isEmpty()
                        && score.mean().n() > 0)
                .map(ScoreSummary::mean)
                .findFirst();
    }

    private List<Shift> shifts(String system) {
        Map<String, Map<String, Double>> x = byRow(axes().get(0));
        Map<String, Map<String, Double>> y = byRow(axes().get(1));
        String baseline = data.systems().get(0).name();
        List<Shift> shifts = new ArrayList<>();
        for (ComparisonRow row : data.rows()) {
            Point before = point(x, y, baseline, row.id());
            Point after = point(x, y, system, row.id());
            if (Double.isFinite(before.x() + before.y() + after.x() + after.y())) {
                shifts.add(new Shift(before, after));
            }
        }
        return shifts;
    }

    private Map<String, Map<String, Double>> byRow(ScoreScale scale) {
        Map<String, Map<String, Double>> values = new HashMap<>();
        for (Score score : data.scores()) {
            if (score.scale().equals(scale.name())) {
                values.computeIfAbsent(score.system(), none -> new HashMap<>()).put(score.rowId(), score.value());
            }
        }
        return values;
    }

    private static Point point(
            Map<String, Map<String, Double>> x, Map<String, Map<String, Double>> y, String system, String row) {
        return new Point(value(x, system, row), value(y, system, row));
    }

    private static double value(Map<String, Map<String, Double>> values, String system, String row) {
        return values.getOrDefault(system, Map.of()).getOrDefault(row, Double.NaN);
    }

    List<ReportFigure> densities() {
        List<ReportFigure> figures = new ArrayList<>();
        for (ScoreScale scale : data.scales()) {
            if (!telling.vary(scale) || !telling.isChanged(scale)) {
                continue;
            }
            Map<String, Map<String, Double>> values = byRow(scale);
            List<Distribution> systems = data.systems().stream()
                    .filter(system -> values.containsKey(system.name()))
                    .map(system -> distribution(system.name(), values.getOrDefault(system.name(), Map.of())))
                    .toList();
            if (systems.size() > 1) {
                figures.add(new ReportFigure(
                        name("scores-" + scale.name()),
                        "",
                        "Densities of the score " + scale.name() + " before (dashed) and after each system.",
                        DistributionPlots.scores(scale, systems.get(0), systems.subList(1, systems.size()))));
            }
        }
        return figures;
    }

    private static Distribution distribution(String system, Map<String, Double> scores) {
        double[] values =
                scores.values().stream().mapToDouble(each -> each).sorted().toArray();
        double mean =
                scores.values().stream().mapToDouble(each -> each).average().orElse(Double.NaN);
        return Distribution.of(system, String.format(Locale.ROOT, "mean %.3g, n = %,d", mean, values.length), values);
    }

    /** Returns a name for files that no other figure has. */
    private String name(String text) {
        String words =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String name = words.length() > 60 ? words.substring(0, 60).replaceAll("-$", "") : words;
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }
}
