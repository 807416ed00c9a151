// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import io.github.aligner4j.evaluation.judge.Judgment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The judgments of a run of judges, and their cost.
 *
 * @param judgments the judgments: by judge, aspect and pair, in the order of the run's judges, aspects and pairs
 * @param pending the number of judgments that are missing, because the maximum cost was reached
 * @param costs the costs of this run by currency; empty if nothing has a price
 */
public record JudgingResult(List<Judgment> judgments, long pending, Map<String, Double> costs) {

    /** Copies the collections. */
    public JudgingResult {
        judgments = List.copyOf(judgments);
        costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
    }
}
