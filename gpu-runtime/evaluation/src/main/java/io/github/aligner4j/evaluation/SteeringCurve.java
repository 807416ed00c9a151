// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.metric.WordEditRatio;
import io.github.aligner4j.evaluation.plot.Series;
import io.github.aligner4j.evaluation.plot.Series.Mark;
import io.github.aligner4j.evaluation.plot.SvgPlot;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.ToDoubleFunction;

/**
 * The effect of a steering vector on a set of answers, by its strength.
 *
 * @param answers the number of answers
 * @param points the results of each strength, ascending
 */
public record SteeringCurve(int answers, List<Point> points) {

    /**
     * The answers at one strength.
     *
     * @param strength the steering vector's coefficient
     * @param editRatio word edits divided by the answer's words, the mean over the answers that were not rejected
     * @param changed share of all answers that were changed
     * @param rejected share of all answers whose correction was rejected or failed
     */
    public record Point(double strength, double editRatio, double changed, double rejected) {}

    /** Copies the list. */
    public SteeringCurve {
        points = List.copyOf(points);
    }

    /**
     * Corrects all answers at each strength.
     *
     * @param afterEach runs after each correction
     */
    public static SteeringCurve measure(
            Aligner aligner, List<CorrectionRequest> requests, SortedSet<Double> strengths, Runnable afterEach) {
        List<Point> points = new ArrayList<>();
        for (double strength : strengths) {
            double ratios = 0;
            int changed = 0;
            int rejected = 0;
            for (CorrectionRequest request : requests) {
                try {
                    String answer =
                            aligner.correct(request.withStrength(strength)).answer();
                    ratios += WordEditRatio.between(request.answer(), answer);
                    changed += answer.equals(request.answer()) ? 0 : 1;
                } catch (AlignerException e) {
                    rejected++;
                }
                afterEach.run();
            }
            int all = requests.size();
            points.add(new Point(
                    strength, ratios / Math.max(1, all - rejected), (double) changed / all, (double) rejected / all));
        }
        return new SteeringCurve(requests.size(), points);
    }

    /** Returns the curve as a plot. */
    public SvgPlot plot() {
        return new SvgPlot(
                "Strength of the steering vector",
                "strength (" + answers + " answers)",
                "ratio",
                List.of(
                        series("edit ratio (words)", "#1f77b4", Point::editRatio),
                        series("answers changed", "#7a5195", Point::changed),
                        series("answers rejected", "#d62728", Point::rejected)));
    }

    private Series series(String name, String color, ToDoubleFunction<Point> value) {
        return new Series(
                name,
                Mark.DOTTED_LINE,
                color,
                points.stream()
                        .map(point -> new Series.Point(point.strength(), value.applyAsDouble(point)))
                        .toList());
    }
}
