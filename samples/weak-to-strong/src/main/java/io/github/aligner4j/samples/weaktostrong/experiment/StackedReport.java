// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.evaluation.metric.Chrf;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.Shares;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The table of {@link StackedExperiment}. Shares have Wilson intervals, means and differences those of the bootstrap over rows.
 *
 * @param outcomes the outcomes
 * @param passes the number of passes
 */
record StackedReport(List<StackedExperiment.Outcome> outcomes, int passes) {

    private static final double LEVEL = 0.95;

    /** Returns the tables in Markdown. */
    String table() {
        return rude() + "\n" + clean();
    }

    private String rude() {
        List<StackedExperiment.Outcome> rows =
                outcomes.stream().filter(outcome -> !outcome.clean()).toList();
        StringBuilder table = new StringBuilder(rows.size()
                + " answers to correct:\n\n| pass | changed | chrF against people's correction | more than before |"
                + " better | worse | people's correction exactly |\n|---|---|---|---|---|---|---|\n");
        for (int pass = 0; pass <= passes; pass++) {
            int now = pass;
            int before = Math.max(0, pass - 1);
            table.append("| ")
                    .append(pass == 0 ? "none" : String.valueOf(pass))
                    .append(" | ")
                    .append(pass == 0 ? "" : share(rows, outcome -> outcome.changed(now)))
                    .append(" | ")
                    .append(number(mean(rows, outcome -> chrF(outcome, now))))
                    .append(" | ")
                    .append(pass == 0 ? "" : signed(mean(rows, outcome -> chrF(outcome, now) - chrF(outcome, before))))
                    .append(" | ")
                    .append(pass == 0 ? "" : count(rows, outcome -> chrF(outcome, now) > chrF(outcome, before)))
                    .append(" | ")
                    .append(pass == 0 ? "" : count(rows, outcome -> chrF(outcome, now) < chrF(outcome, before)))
                    .append(" | ")
                    .append(share(
                            rows,
                            outcome -> outcome.texts()
                                    .get(now)
                                    .equals(outcome.row().correction())))
                    .append(" |\n");
        }
        return table.toString();
    }

    private String clean() {
        List<StackedExperiment.Outcome> rows =
                outcomes.stream().filter(StackedExperiment.Outcome::clean).toList();
        StringBuilder table = new StringBuilder(rows.size()
                + " answers to leave alone:\n\n| pass | changed by it | still as they were |\n|---|---|---|\n");
        for (int pass = 1; pass <= passes; pass++) {
            int now = pass;
            table.append("| ")
                    .append(pass)
                    .append(" | ")
                    .append(share(rows, outcome -> outcome.changed(now)))
                    .append(" | ")
                    .append(share(
                            rows,
                            outcome -> outcome.texts()
                                    .get(now)
                                    .equals(outcome.row().answer())))
                    .append(" |\n");
        }
        return table.toString();
    }

    private static double chrF(StackedExperiment.Outcome outcome, int pass) {
        return Chrf.of(
                List.of(outcome.texts().get(pass)),
                List.of(List.of(outcome.row().correction())));
    }

    private static String share(List<StackedExperiment.Outcome> rows, Predicate<StackedExperiment.Outcome> condition) {
        return Texts.percent(Shares.wilson(rows.stream().filter(condition).count(), rows.size(), LEVEL));
    }

    private static String count(List<StackedExperiment.Outcome> rows, Predicate<StackedExperiment.Outcome> condition) {
        return String.valueOf(rows.stream().filter(condition).count());
    }

    private static Interval mean(
            List<StackedExperiment.Outcome> rows, ToDoubleFunction<StackedExperiment.Outcome> value) {
        return Bootstrap.DEFAULT.mean(rows.stream().mapToDouble(value).toArray());
    }

    private static String number(Interval interval) {
        return format("%.1f (%.1f to %.1f)", interval);
    }

    private static String signed(Interval interval) {
        return format("%+.2f (%+.2f to %+.2f)", interval);
    }

    private static String format(String format, Interval interval) {
        return String.format(Locale.ROOT, format, interval.value(), interval.lower(), interval.upper());
    }
}
