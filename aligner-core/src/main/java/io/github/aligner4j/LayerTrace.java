// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The trace of one layer of a stack for one answer.
 *
 * @param name the layer's name
 * @param outcome the outcome for the answer
 * @param elapsed the time the layer took, its gate included
 * @param usage the tokens that the layer's model read and generated, without those of its detections
 * @param detail the reason why the layer was skipped or failed, or why it succeeded only when it was tried again; empty otherwise;
 *     quotes no texts
 * @param detections the detections that the layer's gate and then its Aligner decided by
 * @param usageBreakdown the usage of each part of the layer's Aligner ({@link Correction#usageBreakdown()})
 * @param contextUse the use that the layer's Aligner made of the request's retrieved passages
 */
public record LayerTrace(
        String name,
        Outcome outcome,
        Duration elapsed,
        TokenUsage usage,
        String detail,
        @Incubating List<Detection> detections,
        @Incubating Map<String, TokenUsage> usageBreakdown,
        @Incubating ContextUse contextUse) {

    /** Checks that no component is null, and copies list and map. */
    public LayerTrace {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(detail, "detail");
        detections = List.copyOf(detections);
        usageBreakdown = Collections.unmodifiableMap(new LinkedHashMap<>(usageBreakdown));
        Objects.requireNonNull(contextUse, "contextUse");
    }

    /** Creates a trace without detections and without use of a context. */
    public LayerTrace(String name, Outcome outcome, Duration elapsed, TokenUsage usage, String detail) {
        this(name, outcome, elapsed, usage, detail, List.of(), Map.of(), ContextUse.NONE);
    }

    /** The outcome of a layer for an answer. */
    public enum Outcome {
        /** The layer changed the answer. */
        CORRECTED,
        /** The layer found nothing to change. */
        UNCHANGED,
        /** The layer's gate did not apply it. */
        SKIPPED,
        /** The layer failed and, by its policy, the answer of the layer before was kept. */
        FAILED_OPEN,
        /** The layer failed and, by its policy, a fixed sentence took the answer's place. */
        REFUSED,
        /** The layer failed and, by its policy, the upstream model was asked for another answer. */
        REPROMPTED,
        /** The layer is in the mode {@link LayerMode#SHADOW}: it observes the answer in the background and changes nothing. */
        SHADOWED,
        /** The layer failed and, by its policy, so did the call. Only listeners see this one. */
        FAILED
    }
}
