// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Finds the score at which a judge misclassifies as many rude texts as civil ones, in proportion. */
final class Calibration {

    private final List<Double> rude = new ArrayList<>();
    private final List<Double> civil = new ArrayList<>();

    private Calibration() {}

    /** Returns the threshold between the texts of {@code rows} and their references; texts with at least this score are civil. */
    static double threshold(List<StyleRow> rows, ToDoubleBiFunction<StyleRow, String> score) {
        Calibration calibration = new Calibration();
        for (StyleRow row : rows) {
            calibration.rude.add(score.applyAsDouble(row, row.text()));
            row.references().forEach(text -> calibration.civil.add(score.applyAsDouble(row, text)));
        }
        return calibration.threshold();
    }

    private double threshold() {
        Collections.sort(rude);
        Collections.sort(civil);
        List<Double> scores = new ArrayList<>(rude);
        scores.addAll(civil);
        Collections.sort(scores);
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < scores.size(); i++) {
            double middle = (scores.get(i - 1) + scores.get(i)) / 2;
            double difference = Math.abs(1 - shareBelow(rude, middle) - shareBelow(civil, middle));
            if (difference < least) {
                least = difference;
                best = middle;
            }
        }
        return best;
    }

    private static double shareBelow(List<Double> sorted, double value) {
        int at = Collections.binarySearch(sorted, value);
        int below = at < 0 ? -at - 1 : at;
        while (below > 0 && sorted.get(below - 1) >= value) {
            below--;
        }
        return (double) below / sorted.size();
    }
}
