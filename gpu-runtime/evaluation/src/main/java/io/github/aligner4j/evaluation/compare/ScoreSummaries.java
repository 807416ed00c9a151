// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.Shares;
import io.github.aligner4j.evaluation.statistics.WinCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes mean scores and their differences to the first system on the same rows. Scores that are all 0 or 1, or on a scale in
 * percent 0 or 100, are shares, and their differences are counts of wins and losses; they get the intervals of those.
 */
final class ScoreSummaries {

    private final Categories categories;
    private final Bootstrap bootstrap;
    private final String first;
    private final Map<Key, Map<String, Double>> values = new LinkedHashMap<>();

    private ScoreSummaries(ComparisonData data, Categories categories, Bootstrap bootstrap) {
        this.categories = categories;
        this.bootstrap = bootstrap;
        this.first = data.systems().isEmpty() ? "" : data.systems().get(0).name();
        for (Score each : data.scores()) {
            values.computeIfAbsent(new Key(each.system(), each.scale()), any -> new LinkedHashMap<>())
                    .put(each.rowId(), each.value());
        }
    }

    /** The scores of one system on one scale. */
    private record Key(String system, String scale) {}

    static List<ScoreSummary> of(ComparisonData data, Categories categories, Bootstrap bootstrap) {
        ScoreSummaries summaries = new ScoreSummaries(data, categories, bootstrap);
        List<ScoreSummary> all = new ArrayList<>();
        for (ScoreScale scale : data.scales()) {
            for (ComparedSystem system : data.systems()) {
                all.addAll(summaries.of(system.name(), scale));
            }
        }
        return all;
    }

    private List<ScoreSummary> of(String system, ScoreScale of) {
        String scale = of.name();
        double whole = of.unit().equals("%") ? 100 : 1;
        Map<String, Double> scores = scores(system, scale);
        if (scores.isEmpty()) {
            return List.of();
        }
        Map<String, Double> baseline = scores(first, scale);
        boolean shares = values.entrySet().stream()
                .filter(each -> each.getKey().scale().equals(scale))
                .flatMap(each -> each.getValue().values().stream())
                .allMatch(value -> value == 0 || value == whole);
        List<ScoreSummary> summaries = new ArrayList<>();
        categories.split(List.copyOf(scores.keySet()), row -> row).forEach((category, rows) -> {
            List<String> common = rows.stream().filter(baseline::containsKey).toList();
            double[] differences = common.stream()
                    .mapToDouble(row -> value(scores, row) - value(baseline, row))
                    .toArray();
            double[] all = rows.stream().mapToDouble(row -> value(scores, row)).toArray();
            summaries.add(new ScoreSummary(
                    system,
                    scale,
                    category,
                    shares ? share(all, whole) : bootstrap.mean(all),
                    difference(system, differences, shares ? whole : 0)));
        });
        return summaries;
    }

    private Map<String, Double> scores(String system, String scale) {
        return values.getOrDefault(new Key(system, scale), Map.of());
    }

    private static double value(Map<String, Double> scores, String row) {
        return Objects.requireNonNull(scores.get(row));
    }

    private Interval share(double[] values, double whole) {
        return times(whole, Shares.wilson(count(values, whole), values.length, bootstrap.level()));
    }

    /** Returns the interval of differences; of shares if {@code whole} is above 0. */
    private Interval difference(String system, double[] differences, double whole) {
        if (system.equals(first)) {
            return new Interval(0, 0, 0, bootstrap.level(), differences.length);
        }
        return whole > 0
                ? times(
                        whole,
                        new WinCounts(count(differences, whole), count(differences, -whole), count(differences, 0))
                                .interval(bootstrap))
                : bootstrap.mean(differences);
    }

    private static Interval times(double whole, Interval share) {
        return new Interval(
                whole * share.value(), whole * share.lower(), whole * share.upper(), share.level(), share.n());
    }

    private static long count(double[] values, double wanted) {
        long count = 0;
        for (double value : values) {
            count += value == wanted ? 1 : 0;
        }
        return count;
    }
}
