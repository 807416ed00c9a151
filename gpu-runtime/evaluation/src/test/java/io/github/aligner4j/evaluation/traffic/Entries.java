// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recorded answers for tests. */
final class Entries {

    private Entries() {}

    static TrafficEntry served(String answer, @Nullable String result, TrafficLayer... layers) {
        return new TrafficEntry("support", false, "Why?", answer, result, Duration.ofMillis(5), List.of(layers));
    }

    static TrafficEntry observed(String answer, @Nullable String result, TrafficLayer layer) {
        return new TrafficEntry("support", true, "Why?", answer, result, null, List.of(layer));
    }

    static TrafficLayer layer(String name, Outcome outcome) {
        return layer(name, LayerMode.ENFORCE, outcome, null);
    }

    static TrafficLayer layer(String name, LayerMode mode, Outcome outcome, @Nullable String result) {
        return new TrafficLayer(name, mode, outcome, Duration.ofMillis(2), List.of(), result);
    }
}
