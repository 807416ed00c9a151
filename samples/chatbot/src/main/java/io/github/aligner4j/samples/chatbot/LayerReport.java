package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerTrace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report of one layer, without texts.
 *
 * @param name the name of the layer
 * @param changed true if the layer changed the answer
 * @param millis the time it took, in milliseconds
 * @param outcome corrected, unchanged, skipped, shadowed, failed-open, refused, reprompted or failed
 * @param detail the reason for which the layer was skipped or failed; empty otherwise
 * @param detections the highest score of each label that was detected
 */
record LayerReport(
        String name, boolean changed, long millis, String outcome, String detail, List<Score> detections) {

    static LayerReport of(LayerTrace trace) {
        LayerTrace.Outcome outcome = trace.outcome();
        boolean changed = outcome == LayerTrace.Outcome.CORRECTED || outcome == LayerTrace.Outcome.REFUSED;
        String label = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new LayerReport(
                trace.name(), changed, trace.elapsed().toMillis(), label, trace.detail(), scores(trace.detections()));
    }

    static List<LayerReport> of(List<LayerTrace> traces) {
        return traces.stream().map(LayerReport::of).toList();
    }

    /** Returns one score for each label: a long answer is detected window by window. */
    private static List<Score> scores(List<Detection> detections) {
        Map<String, Double> highest = new LinkedHashMap<>();
        detections.forEach(detection -> highest.merge(detection.label(), detection.score(), Math::max));
        return highest.entrySet().stream()
                .map(entry -> new Score(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * A detector's score.
     *
     * @param label the detected class
     * @param score its probability
     */
    record Score(String label, double score) {}
}
