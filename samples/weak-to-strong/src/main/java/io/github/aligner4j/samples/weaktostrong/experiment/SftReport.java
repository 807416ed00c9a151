// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.Moments;
import io.github.aligner4j.samples.weaktostrong.experiment.Question.AnswerScore;
import io.github.aligner4j.samples.weaktostrong.experiment.SftExperiment.Contender;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The tables of {@link SftExperiment}. The value of a question is its mean over seeds; intervals are of the bootstrap over questions.
 *
 * @param questions the held-out questions
 * @param outcomes the runs
 */
record SftReport(List<Question> questions, List<SftExperiment.Outcome> outcomes) {

    private static final String RULE = "|---|---|---|---|\n";
    private static final List<List<Contender>> DIFFERENCES = List.of(
            List.of(Contender.CORRECTED, Contender.UPSTREAM),
            List.of(Contender.TUNED, Contender.UPSTREAM),
            List.of(Contender.CORRECTED, Contender.TUNED),
            List.of(Contender.TUNED_CORRECTED, Contender.TUNED),
            List.of(Contender.CORRECTED_TWICE, Contender.CORRECTED),
            List.of(Contender.OTHER_CORRECTED, Contender.OTHER));

    /** Returns the tables in Markdown. */
    String table() {
        StringBuilder table =
                new StringBuilder("| system | rude words | the right fact | the reference exactly |\n" + RULE);
        for (Contender system : Contender.values()) {
            table.append("| ").append(system.title());
            measures()
                    .forEach(measure -> table.append(" | ")
                            .append(Texts.percent(mean(values(system, measure))))
                            .append(perSeed(system, measure)));
            table.append(" |\n");
        }
        table.append("\n| difference | rude words | the right fact | the reference exactly |\n" + RULE);
        for (List<Contender> pair : DIFFERENCES) {
            table.append("| ").append(name(pair.get(0))).append(" - ").append(name(pair.get(1)));
            measures().forEach(measure -> table.append(" | ").append(Texts.points(mean(difference(pair, measure)))));
            table.append(" |\n");
        }
        return table.append(
                        "\n%d held-out questions, seeds %s; bootstrap intervals of 95 %% over questions, and each seed.%n"
                                .formatted(
                                        questions.size(),
                                        outcomes.stream()
                                                .map(outcome -> String.valueOf(outcome.seed()))
                                                .collect(Collectors.joining(", "))))
                .toString();
    }

    private static List<Predicate<AnswerScore>> measures() {
        return List.of(AnswerScore::rude, AnswerScore::right, AnswerScore::exact);
    }

    private static String name(Contender system) {
        int colon = system.title().indexOf(':');
        return colon < 0 ? system.title() : system.title().substring(0, colon);
    }

    private String perSeed(Contender system, Predicate<AnswerScore> measure) {
        return outcomes.stream()
                .map(outcome -> "%.0f"
                        .formatted(100
                                * Moments.mean(IntStream.range(0, questions.size())
                                        .mapToDouble(i -> value(outcome, system, measure, i))
                                        .toArray())))
                .collect(Collectors.joining(", ", "; ", ""));
    }

    private double[] values(Contender system, Predicate<AnswerScore> measure) {
        return IntStream.range(0, questions.size())
                .mapToDouble(i -> outcomes.stream()
                        .mapToDouble(outcome -> value(outcome, system, measure, i))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private double[] difference(List<Contender> pair, Predicate<AnswerScore> measure) {
        double[] one = values(pair.get(0), measure);
        double[] other = values(pair.get(1), measure);
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] - other[i])
                .toArray();
    }

    private double value(
            SftExperiment.Outcome outcome, Contender system, Predicate<AnswerScore> measure, int question) {
        String answer = outcome.of(system).get(question);
        return measure.test(questions.get(question).score(answer)) ? 1 : 0;
    }

    private static Interval mean(double[] values) {
        return Bootstrap.DEFAULT.mean(values);
    }
}
