// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Detection;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.observation.AuditEvent.LayerAudit;
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
record LayerReport(String name, boolean changed, long millis, String outcome, String detail, List<Score> detections) {

    static LayerReport of(LayerTrace trace) {
        return new LayerReport(
                trace.name(),
                changed(trace.outcome()),
                trace.elapsed().toMillis(),
                label(trace.outcome()),
                trace.detail(),
                scores(trace.detections()));
    }

    static LayerReport of(LayerAudit layer) {
        return new LayerReport(
                layer.name(),
                changed(layer.outcome()),
                layer.elapsed().toMillis(),
                label(layer.outcome()),
                layer.reason(),
                scores(layer.detections()));
    }

    /** Returns the report of a layer that no answer went through, by its present mode. */
    static LayerReport ofPassed(Layer layer) {
        LayerMode mode = layer.rollout().state().mode();
        Outcome outcome = mode == LayerMode.SHADOW ? Outcome.SHADOWED : Outcome.SKIPPED;
        String reason =
                mode == LayerMode.ENFORCE ? "nothing to correct" : mode.name().toLowerCase(Locale.ROOT);
        return new LayerReport(
                layer.name(), false, 0, label(outcome), outcome == Outcome.SHADOWED ? "" : reason, List.of());
    }

    private static boolean changed(Outcome outcome) {
        return outcome == Outcome.CORRECTED || outcome == Outcome.REFUSED;
    }

    private static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
