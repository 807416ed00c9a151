// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerTrace.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded layer with the texts before and after it.
 *
 * @param layer the layer
 * @param before the answer before it, or null if it was not recorded
 * @param after the answer after it, or null if it was not recorded
 */
record LayerStep(
        TrafficLayer layer,
        @Nullable String before,
        @Nullable String after) {

    /** Returns true if the layer changed the answer, and both texts are known. */
    boolean isKnownChange() {
        return layer.outcome() == Outcome.CORRECTED && before != null && after != null;
    }

    /** Returns the steps of an answer through the layers. After a layer that refused or reprompted, the texts are unknown. */
    static List<LayerStep> of(TrafficEntry entry) {
        List<TrafficLayer> layers = entry.layers();
        TrafficEntry.Ending ending = entry.ending();
        boolean own = ending == TrafficEntry.Ending.CHANGED || ending == TrafficEntry.Ending.UNCHANGED;
        int last = own ? lastChange(layers) : -1;
        List<LayerStep> steps = new ArrayList<>();
        String current = entry.answer();
        for (int i = 0; i < layers.size(); i++) {
            TrafficLayer layer = layers.get(i);
            String after = switch (layer.outcome()) {
                case CORRECTED -> i == last && layer.result() == null ? entry.result() : layer.result();
                case REFUSED, REPROMPTED, FAILED -> null;
                case UNCHANGED, SKIPPED, FAILED_OPEN, SHADOWED -> current;
            };
            steps.add(new LayerStep(layer, current, after));
            current = after;
        }
        return steps;
    }

    private static int lastChange(List<TrafficLayer> layers) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i).outcome() == Outcome.CORRECTED) {
                return i;
            }
        }
        return -1;
    }
}
