// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decision of a {@link LayerGate} on one answer, with the detections it was based on. Immutable. */
@Incubating
public final class GateDecision {

    private static final GateDecision APPLY = new GateDecision(null, List.of());

    private final @Nullable String reasonToSkip;
    private final List<Detection> detections;

    private GateDecision(@Nullable String reasonToSkip, List<Detection> detections) {
        this.reasonToSkip = reasonToSkip;
        this.detections = detections;
    }

    /** Returns the decision that the layer applies. */
    public static GateDecision apply() {
        return APPLY;
    }

    /** Returns the decision that the layer is skipped, for a reason that must not quote the texts. */
    public static GateDecision skip(String reason) {
        return new GateDecision(Objects.requireNonNull(reason, "reason"), List.of());
    }

    /** Returns a copy that is based on {@code detections}. */
    public GateDecision withDetections(List<Detection> detections) {
        return new GateDecision(reasonToSkip, List.copyOf(detections));
    }

    /** Returns the reason why the layer is skipped; empty if it applies. */
    public Optional<String> reasonToSkip() {
        return Optional.ofNullable(reasonToSkip);
    }

    /** Returns the detections that the decision is based on, in order. */
    public List<Detection> detections() {
        return detections;
    }
}
