// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.Detection;
import io.github.aligner4j.DetectorScores;
import io.github.aligner4j.evaluation.outcome.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The scores of a checkpoint's detector, from which its threshold is chosen. Positives are answers that need a correction; an answer's
 * score is the highest one of its windows.
 *
 * @param positives the number of positives
 * @param negatives the number of negatives
 * @param areaUnderCurve the area under the ROC curve; empty without positives or without negatives
 * @param points recall and false positives by threshold, ascending
 */
public record DetectorReport(int positives, int negatives, OptionalDouble areaUnderCurve, List<Point> points) {

    private static final List<Double> THRESHOLDS =
            List.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99);

    /** Shares of false positives whose lowest thresholds are reported, too. */
    private static final List<Double> FALSE_POSITIVE_RATES = List.of(0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05);

    private static final int DECIMALS = 4;

    /** Copies the list. */
    public DetectorReport {
        points = List.copyOf(points);
    }

    /**
     * A threshold.
     *
     * @param threshold the minimum score of an answer that is corrected
     * @param found the number of positives with at least that score
     * @param recall their share
     * @param falsePositives the number of negatives with at least that score
     * @param falsePositiveRate their share
     */
    public record Point(double threshold, int found, double recall, int falsePositives, double falsePositiveRate) {

        private static Point of(DetectorScores.Decisions decisions) {
            return new Point(
                    decisions.threshold(),
                    decisions.found(),
                    decisions.recall(),
                    decisions.falsePositives(),
                    decisions.falsePositiveRate());
        }
    }

    /** Creates a report on {@code scores}. */
    public static DetectorReport of(DetectorScores scores) {
        SortedSet<Double> thresholds = new TreeSet<>(THRESHOLDS);
        for (double rate : FALSE_POSITIVE_RATES) {
            scores.lowestThreshold(rate).ifPresent(lowest -> thresholds.add(roundedUp(lowest)));
        }
        return new DetectorReport(
                scores.positives().size(),
                scores.negatives().size(),
                scores.areaUnderCurve(),
                thresholds.stream().map(scores::at).map(Point::of).toList());
    }

    /** Rounds so that a printed threshold keeps its false positives. */
    private static double roundedUp(double threshold) {
        return new BigDecimal(threshold)
                .setScale(DECIMALS, RoundingMode.CEILING)
                .doubleValue();
    }

    /** Returns the reports of all detectors of {@code evaluation}, by the {@linkplain Detection#label() label} of their detections. */
    static Map<String, DetectorReport> all(Evaluation evaluation) {
        Map<String, List<Double>> positives = new TreeMap<>();
        Map<String, List<Double>> negatives = new TreeMap<>();
        add(evaluation.sentences(), positives);
        add(evaluation.goodAnswers(), negatives);
        evaluation.longAnswers().forEach(each -> add(List.of(each.outcome()), positives));
        List<LabelledRow> rows = evaluation.data().rows();
        for (int i = 0; i < rows.size(); i++) {
            add(List.of(evaluation.rows().get(i)), rows.get(i).good() ? negatives : positives);
        }
        SortedSet<String> labels = new TreeSet<>(positives.keySet());
        labels.addAll(negatives.keySet());
        Map<String, DetectorReport> reports = new LinkedHashMap<>();
        for (String label : labels) {
            reports.put(
                    label,
                    of(new DetectorScores(
                            positives.getOrDefault(label, List.of()), negatives.getOrDefault(label, List.of()))));
        }
        return reports;
    }

    private static void add(List<Outcome> outcomes, Map<String, List<Double>> scores) {
        for (Outcome outcome : outcomes) {
            outcome.scores()
                    .forEach((label, score) -> scores.computeIfAbsent(label, any -> new ArrayList<>())
                            .add(score));
        }
    }
}
