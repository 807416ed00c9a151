// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.Moments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Computes the report of {@code aligner ida}.
 *
 * @param measures the measures; those without any value are left out
 * @param runs for each run, the answers before the first round and after each
 */
record IdaAnalysis(List<IdaMeasure> measures, List<List<IdaAnswer.Pair>> runs) {

    /** A system: its answers in each run. */
    private record Answers(String name, String description, List<List<IdaAnswer>> runs) {}

    IdaReport report(List<Long> seeds) {
        int rounds = runs.get(0).size() - 1;
        List<Answers> systems = systems(rounds);
        List<IdaMeasure> used = measures.stream()
                .filter(measure -> systems.stream()
                        .anyMatch(system -> !perQuestion(measure, system).isEmpty()))
                .toList();
        Map<String, String> descriptions = new LinkedHashMap<>();
        used.forEach(measure -> descriptions.put(measure.name(), measure.description()));
        return new IdaReport(
                rounds,
                seeds,
                runs.get(0).get(0).answers().size(),
                descriptions,
                systems.stream().map(system -> result(used, system)).toList(),
                differences(used, systems));
    }

    private List<Answers> systems(int rounds) {
        List<Answers> systems = new ArrayList<>();
        systems.add(new Answers("A", "upstream model", all(0, IdaAnswer.Pair::answers)));
        systems.add(new Answers("B", "A, corrected", all(0, IdaAnswer.Pair::corrections)));
        for (int round = 1; round <= rounds; round++) {
            String from = round == 1 ? "A" : "C" + (round - 1);
            systems.add(new Answers(
                    "C" + round,
                    from + ", trained on corrections of its answers",
                    all(round, IdaAnswer.Pair::answers)));
            systems.add(new Answers("D" + round, "C" + round + ", corrected", all(round, IdaAnswer.Pair::corrections)));
        }
        return systems;
    }

    private List<List<IdaAnswer>> all(int round, Function<IdaAnswer.Pair, List<IdaAnswer>> part) {
        return runs.stream().map(run -> part.apply(run.get(round))).toList();
    }

    private IdaReport.SystemResult result(List<IdaMeasure> used, Answers system) {
        Map<String, Interval> means = new LinkedHashMap<>();
        Map<String, List<Double>> perRun = new LinkedHashMap<>();
        for (IdaMeasure measure : used) {
            Map<String, Double> values = perQuestion(measure, system);
            if (!values.isEmpty()) {
                means.put(measure.name(), interval(values));
                perRun.put(
                        measure.name(),
                        system.runs().stream()
                                .map(run -> Moments.mean(array(scores(measure, run))))
                                .toList());
            }
        }
        long answers = system.runs().stream().mapToLong(List::size).sum();
        long asked = runs.stream().mapToLong(run -> run.get(0).answers().size()).sum();
        return new IdaReport.SystemResult(system.name(), system.description(), answers, asked - answers, means, perRun);
    }

    /** Each system against A; D against C of the same round; C against B and against C of the round before. */
    private List<IdaReport.Difference> differences(List<IdaMeasure> used, List<Answers> systems) {
        List<IdaReport.Difference> differences = new ArrayList<>();
        for (int i = 1; i < systems.size(); i++) {
            differences.add(difference(used, systems.get(i), systems.get(0)));
            if (i >= 2 && i % 2 == 0) {
                differences.add(difference(used, systems.get(i), systems.get(1)));
            }
            if (i >= 2) {
                differences.add(difference(used, systems.get(i), systems.get(i % 2 == 0 ? i - 2 : i - 1)));
            }
        }
        return differences.stream().distinct().toList();
    }

    private IdaReport.Difference difference(List<IdaMeasure> used, Answers system, Answers baseline) {
        Map<String, Interval> differences = new LinkedHashMap<>();
        for (IdaMeasure measure : used) {
            Map<String, List<Double>> byQuestion = new LinkedHashMap<>();
            for (int run = 0; run < runs.size(); run++) {
                Map<String, Double> before = scores(measure, baseline.runs().get(run));
                scores(measure, system.runs().get(run)).forEach((question, score) -> {
                    if (before.containsKey(question)) {
                        byQuestion
                                .computeIfAbsent(question, any -> new ArrayList<>())
                                .add(score - before.get(question));
                    }
                });
            }
            if (!byQuestion.isEmpty()) {
                differences.put(measure.name(), interval(means(byQuestion)));
            }
        }
        return new IdaReport.Difference(system.name(), baseline.name(), differences);
    }

    private static Map<String, Double> perQuestion(IdaMeasure measure, Answers system) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        system.runs()
                .forEach(run -> scores(measure, run)
                        .forEach((question, score) -> values.computeIfAbsent(question, any -> new ArrayList<>())
                                .add(score)));
        return means(values);
    }

    private static Map<String, Double> scores(IdaMeasure measure, List<IdaAnswer> answers) {
        Map<String, Double> scores = new LinkedHashMap<>();
        answers.forEach(
                answer -> measure.scorer().score(answer).ifPresent(score -> scores.put(answer.question(), score)));
        return scores;
    }

    private static Map<String, Double> means(Map<String, List<Double>> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow(),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private static Interval interval(Map<String, Double> values) {
        return Bootstrap.DEFAULT.mean(array(values));
    }

    private static double[] array(Map<String, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
