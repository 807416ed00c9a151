// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerTrace.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers that passed a layer in one of its modes.
 *
 * @param key the layer and its mode
 * @param count the number of answers; of a shadow layer, those whose observation was recorded
 * @param due the number of answers that were passed to a shadow layer, as far as they were recorded; fewer observations mean that
 *     some were dropped, or not finished when the recording ended
 * @param outcomes the number of answers with each outcome, outcomes without any included; they add up to {@code count}
 * @param changes the answers that it changed or, in the mode {@code SHADOW}, would have changed
 * @param latency the time that it took, of those for which it was recorded and that it worked on
 */
public record LayerReport(
        LayerKey key, long count, long due, Map<Outcome, Long> outcomes, Changes changes, Latency latency) {

    /** Copies the map. */
    public LayerReport {
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** Returns the number of answers with {@code outcome}. */
    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
