// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Cohort;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Ending;
import java.util.Map;

/** Counts the answers of a cohort. */
final class AnswersTally {

    private final Cohort cohort;
    private final Map<Ending, Long> endings = ChangeTally.zeros(Ending.class);
    private final ChangeTally changes = new ChangeTally();
    private final LatencyTally latency = new LatencyTally();
    private long count;
    private long fellOpen;

    AnswersTally(Cohort cohort) {
        this.cohort = cohort;
    }

    void add(TrafficEntry entry) {
        count++;
        Ending ending = entry.ending();
        endings.merge(ending, 1L, Long::sum);
        fellOpen += entry.has(Outcome.FAILED_OPEN) ? 1 : 0;
        if (ending == Ending.CHANGED) {
            changes.add(entry.answer(), entry.result());
        }
        latency.add(entry.elapsed());
    }

    Answers report() {
        return new Answers(cohort, count, endings, fellOpen, changes.report(), latency.report());
    }
}
