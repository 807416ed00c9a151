// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerTrace.Outcome;
import java.util.Map;

/** Counts the answers that passed a layer. */
final class LayerTally {

    private final Map<Outcome, Long> outcomes = ChangeTally.zeros(Outcome.class);
    private final ChangeTally changes = new ChangeTally();
    private final LatencyTally latency = new LatencyTally();
    private long count;
    private long due;

    void add(LayerStep step) {
        if (step.layer().outcome() == Outcome.SHADOWED) {
            due++;
            return;
        }
        count++;
        outcomes.merge(step.layer().outcome(), 1L, Long::sum);
        if (step.layer().outcome() == Outcome.CORRECTED) {
            changes.add(step.before(), step.after());
        }
        if (step.layer().applied()) {
            latency.add(step.layer().elapsed());
        }
    }

    LayerReport report(LayerKey key) {
        return new LayerReport(key, count, due, outcomes, changes.report(), latency.report());
    }
}
