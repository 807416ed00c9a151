// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.evaluation.plot.Series;
import io.github.aligner4j.evaluation.plot.SvgPlot;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.Means;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The table and the plot of the warm-up experiment. Intervals are Student's t over seeds; a difference is of runs with the same seed,
 * and so with the same base model and rows.
 *
 * @param outcomes the outcomes, those without a first stage included
 */
record WarmupReport(List<WarmupOutcome> outcomes) {

    private static final double LEVEL = 0.95;
    private static final List<String> COLORS = List.of("#b3541e", "#2b6cb0", "#2f855a", "#7a5195", "#ef8a17", "#444");

    /** Copies the list. */
    WarmupReport {
        outcomes = List.copyOf(outcomes);
    }

    /** The runs that differ in nothing but their seeds. */
    private record Arm(String base, int rows, double share, boolean control) {

        static Arm of(WarmupOutcome run) {
            return new Arm(run.base(), run.rows(), run.share(), run.control());
        }

        Arm without() {
            return new Arm(base, rows, 0, false);
        }

        String stage() {
            if (share == 0) {
                return "none";
            }
            return String.format(
                    Locale.ROOT, "%.0f %% %s", 100 * share, control ? "corrections (control)" : "identity");
        }
    }

    /** Returns the table in Markdown. */
    String table() {
        StringBuilder table = new StringBuilder("| base | rows | first stage | steps | seeds | corrected exactly |"
                + " more than without | civil, but another sentence | kept exactly | loss |\n"
                + "|---|---|---|---|---|---|---|---|---|---|\n");
        arms().forEach(arm -> table.append(line(arm)));
        return table.toString();
    }

    /** Returns the plot of correct corrections by identity share: the means, and each seed. */
    SvgPlot plot() {
        List<Series> series = new ArrayList<>();
        List<Arm> starts =
                arms().stream().filter(arm -> arm.equals(arm.without())).toList();
        for (int i = 0; i < starts.size(); i++) {
            addSeries(series, starts.get(i), COLORS.get(i % COLORS.size()));
        }
        return new SvgPlot("Identity warm-up", "identity share of the rows, %", "corrected exactly, %", series);
    }

    private void addSeries(List<Series> series, Arm start, String color) {
        List<Arm> line = arms().stream()
                .filter(arm -> arm.without().equals(start) && !arm.control())
                .toList();
        seeds().forEach(seed -> series.add(new Series(
                "",
                Series.Mark.THIN_LINE,
                color,
                line.stream()
                        .flatMap(arm -> runs(arm).stream().filter(run -> run.seed() == seed))
                        .map(run -> new Series.Point(100 * run.share(), 100 * run.correctedShare()))
                        .toList())));
        series.add(new Series(
                start.base() + " base, " + start.rows() + " rows",
                Series.Mark.DOTTED_LINE,
                color,
                line.stream()
                        .map(arm -> new Series.Point(
                                100 * arm.share(),
                                100 * mean(arm, WarmupOutcome::correctedShare).value()))
                        .toList()));
    }

    private String line(Arm arm) {
        List<WarmupOutcome> runs = runs(arm);
        String difference =
                arm.equals(arm.without()) ? "" : Texts.points(difference(arm, WarmupOutcome::correctedShare));
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %d | %d | %s | %s | %s | %s | %.3f |%n",
                arm.base(),
                arm.rows(),
                arm.stage(),
                runs.get(0).steps(),
                runs.size(),
                Texts.percent(mean(arm, WarmupOutcome::correctedShare)),
                difference,
                Texts.percent(mean(arm, run -> (double) run.civil() / run.sentences())),
                Texts.percent(mean(arm, WarmupOutcome::keptShare)),
                mean(arm, WarmupOutcome::loss).value());
    }

    private Interval mean(Arm arm, ToDoubleFunction<WarmupOutcome> value) {
        return Means.student(LEVEL, runs(arm).stream().mapToDouble(value).toArray());
    }

    private Interval difference(Arm arm, ToDoubleFunction<WarmupOutcome> value) {
        double[] differences = runs(arm).stream()
                .flatMapToDouble(run -> runs(arm.without()).stream()
                        .filter(other -> other.seed() == run.seed())
                        .mapToDouble(other -> value.applyAsDouble(run) - value.applyAsDouble(other)))
                .toArray();
        return Means.student(LEVEL, differences);
    }

    private List<WarmupOutcome> runs(Arm arm) {
        return outcomes.stream().filter(run -> Arm.of(run).equals(arm)).toList();
    }

    private List<Arm> arms() {
        return outcomes.stream().map(Arm::of).distinct().toList();
    }

    private List<Long> seeds() {
        return outcomes.stream().map(WarmupOutcome::seed).distinct().toList();
    }
}
