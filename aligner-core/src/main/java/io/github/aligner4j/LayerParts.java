// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of one layer for the parts of one answer, which are reported as one. */
final class LayerParts {

    /** The outcomes of parts, from the one that the answer has only if all parts have it. */
    private static final List<Outcome> BY_WEIGHT = List.of(
            Outcome.SKIPPED,
            Outcome.UNCHANGED,
            Outcome.CORRECTED,
            Outcome.FAILED_OPEN,
            Outcome.REFUSED,
            Outcome.FAILED);

    private final List<LayerEvent> events = new ArrayList<>();
    private final Map<Integer, String> answers = new HashMap<>();

    /** Adds the event of the part with the given index. */
    void add(int part, LayerEvent event) {
        events.add(event);
        Correction correction = event.correction();
        if (correction != null) {
            answers.put(part, correction.answer());
        }
    }

    /** Returns the layer's corrections of parts, and its refusals, by the parts' indexes. */
    Map<Integer, String> answers() {
        return answers;
    }

    /** Returns the event of the whole answer. */
    LayerEvent merge(String original, String corrected) {
        LayerEvent heaviest = events.stream()
                .max(Comparator.comparingInt(
                        event -> BY_WEIGHT.indexOf(event.trace().outcome())))
                .orElseThrow();
        LayerTrace trace = trace(heaviest.trace());
        Correction correction = heaviest.correction() == null ? null : correction(original, corrected, trace);
        return new LayerEvent(trace, correction, heaviest.failure(), heaviest.mode(), heaviest.aligner());
    }

    private LayerTrace trace(LayerTrace heaviest) {
        Duration elapsed = Duration.ZERO;
        TokenUsage usage = TokenUsage.NONE;
        ContextUse contextUse = ContextUse.NONE;
        List<Detection> detections = new ArrayList<>();
        Map<String, TokenUsage> breakdown = new LinkedHashMap<>();
        for (LayerEvent event : events) {
            LayerTrace part = event.trace();
            elapsed = elapsed.plus(part.elapsed());
            usage = usage.plus(part.usage());
            contextUse = part.contextUse().equals(ContextUse.NONE) ? contextUse : part.contextUse();
            detections.addAll(part.detections());
            part.usageBreakdown().forEach((role, tokens) -> breakdown.merge(role, tokens, TokenUsage::plus));
        }
        return new LayerTrace(
                heaviest.name(),
                heaviest.outcome(),
                elapsed,
                usage,
                heaviest.detail(),
                detections,
                breakdown,
                contextUse);
    }

    private Correction correction(String original, String corrected, LayerTrace trace) {
        TokenUsage usage = trace.usage();
        List<Detection> own = new ArrayList<>();
        for (LayerEvent event : events) {
            Correction part = event.correction();
            if (part != null) {
                own.addAll(part.detections());
            }
        }
        for (Detection detection : own) {
            usage = usage.plus(detection.usage());
        }
        return Correction.of(original, corrected, usage, trace.elapsed())
                .withUsageBreakdown(trace.usageBreakdown())
                .withDetections(own)
                .withContextUse(trace.contextUse());
    }
}
