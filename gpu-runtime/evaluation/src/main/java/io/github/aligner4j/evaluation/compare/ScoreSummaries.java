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
 * Computes mean scores and their differences to the first system on the same rows. Scores that are all 0 or 1 are shares, and their
 * differences are counts of wins and losses; they get the intervals of those.
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
                all.addAll(summaries.of(system.name(), scale.name()));
            }
        }
        return all;
    }

    private List<ScoreSummary> of(String system, String scale) {
        Map<String, Double> scores = scores(system, scale);
        if (scores.isEmpty()) {
            return List.of();
        }
        Map<String, Double> baseline = scores(first, scale);
        boolean shares = values.entrySet().stream()
                .filter(each -> each.getKey().scale().equals(scale))
                .flatMap(each -> each.getValue().values().stream())
                .allMatch(value -> value == 0 || value == 1);
        List<ScoreSummary> summaries = new ArrayList<>();
        categories.split(List.copyOf(scores.keySet()), row -> row).forEach((category, rows) -> {
            List<String> common = rows.stream().filter(baseline::containsKey).toList();
            double[] differences = common.stream()
                    .mapToDouble(row -> value(scores, row) - value(baseline, row))
                    .toArray();
            double[] all = rows.stream().mapToDouble(row -> value(scores, row)).toArray();
            summaries.add(new ScoreSummary(
                    system, scale, category, mean(all, shares), difference(system, differences, shares)));
        });
        return summaries;
    }

    private Map<String, Double> scores(String system, String scale) {
        return values.getOrDefault(new Key(system, scale), Map.of());
    }

    private static double value(Map<String, Double> scores, String row) {
        return Objects.requireNonNull(scores.get(row));
    }

    private Interval mean(double[] values, boolean shares) {
        return shares ? Shares.wilson(count(values, 1), values.length, bootstrap.level()) : bootstrap.mean(values);
    }

    private Interval difference(String system, double[] differences, boolean shares) {
        if (system.equals(first)) {
            return new Interval(0, 0, 0, bootstrap.level(), differences.length);
        }
        return shares
                ? new WinCounts(count(differences, 1), count(differences, -1), count(differences, 0))
                        .interval(bootstrap)
                : bootstrap.mean(differences);
    }

    private static long count(double[] values, double wanted) {
        long count = 0;
        for (double value : values) {
            count += value == wanted ? 1 : 0;
        }
        return count;
    }
}
