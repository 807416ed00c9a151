package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerTrace.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the scores of labels, in thousandths. */
final class DetectionTally {

    private static final int STEPS = 1000;

    private final Map<LayerKey, Map<String, Scores>> scores = new TreeMap<>();

    void add(LayerKey key, TrafficLayer layer) {
        for (Detection detection : layer.detections()) {
            scores.computeIfAbsent(key, none -> new TreeMap<>())
                    .computeIfAbsent(detection.label(), none -> new Scores())
                    .add(detection.score(), layer.outcome() == Outcome.CORRECTED);
        }
    }

    List<DetectionReport> report() {
        List<DetectionReport> report = new ArrayList<>();
        scores.forEach((key, labels) -> labels.forEach((label, each) ->
                report.add(new DetectionReport(key, label, each.count, each.at(0.5), each.at(0.9), each.changed))));
        return report;
    }

    /** The scores of a label. */
    private static final class Scores {

        private final long[] counts = new long[STEPS + 1];
        private long count;
        private long changed;

        void add(double score, boolean change) {
            counts[(int) Math.round(score * STEPS)]++;
            count++;
            changed += change ? 1 : 0;
        }

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
