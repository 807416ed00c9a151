// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerTrace.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the scores of answers for each label. */
final class DetectionTally {

    private final Map<LayerKey, Map<String, Scores>> scores = new TreeMap<>();

    void add(LayerKey key, TrafficLayer layer) {
        Map<String, Double> highest = new TreeMap<>();
        for (Detection detection : layer.detections()) {
            highest.merge(detection.label(), detection.score(), Math::max);
        }
        highest.forEach((label, score) -> scores.computeIfAbsent(key, none -> new TreeMap<>())
                .computeIfAbsent(label, none -> new Scores(new Histogram(), new Histogram()))
                .add(score, layer.outcome() == Outcome.CORRECTED));
    }

    List<DetectionReport> report() {
        List<DetectionReport> report = new ArrayList<>();
        scores.forEach((key, labels) -> labels.forEach((label, each) -> report.add(each.report(key, label))));
        return report;
    }

    /**
     * The scores of a label.
     *
     * @param all the scores of all answers
     * @param changed the scores of the answers that the layer changed
     */
    private record Scores(Histogram all, Histogram changed) {

        void add(double score, boolean change) {
            all.add(score);
            if (change) {
                changed.add(score);
            }
        }

        DetectionReport report(LayerKey key, String label) {
            return new DetectionReport(key, label, all.count, all.at(0.5), all.at(0.9), changed.count, changed.at(0.5));
        }
    }

    /** Scores, counted in thousandths. */
    private static final class Histogram {

        private static final int STEPS = 1000;

        private final long[] counts = new long[STEPS + 1];
        private long count;

        void add(double score) {
            counts[(int) Math.round(score * STEPS)]++;
            count++;
        }

        /** Returns the score that a share of the scores does not exceed; 0 if there is no score. */
        double at(double share) {
            long rank = (long) Math.ceil(share * count);
            long seen = 0;
            for (int step = 0; step <= STEPS; step++) {
                seen += counts[step];
                if (seen >= rank) {
                    return (double) step / STEPS;
                }
            }
            return 1;
        }
    }
}
