// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer's part in a recorded answer.
 *
 * @param name the layer's name
 * @param mode the layer's mode
 * @param outcome the outcome for the answer
 * @param elapsed the time it took, or null if it was not recorded
 * @param detections the detections that the layer decided by
 * @param result the answer after the layer, or null if it was not recorded, as for the last layer that changed the answer
 */
public record TrafficLayer(
        String name,
        LayerMode mode,
        Outcome outcome,
        @Nullable Duration elapsed,
        List<Detection> detections,
        @Nullable String result) {

    /** Checks the components, and copies the list. */
    public TrafficLayer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(outcome, "outcome");
        detections = List.copyOf(detections);
    }

    /** Returns true if the layer worked on the answer: it was neither skipped nor only observing. */
    boolean applied() {
        return outcome != Outcome.SKIPPED && outcome != Outcome.SHADOWED;
    }
}
