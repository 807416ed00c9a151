// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls and the cost of a run of judges before it starts. Tokens are estimates: they are counted by the judges' models only when these are
 * asked.
 *
 * @param judgments the number of judgments: pairs by aspects by judges
 * @param identical the number of them that are ties of identical answers, without a call
 * @param known the number of them that an earlier run or another pair with the same answers has settled
 * @param calls the number of verdicts to ask for
 * @param promptTokens the estimated number of tokens that the judges' models read
 * @param completionTokens the estimated number of tokens that they generate
 * @param costs the estimated costs by currency; empty if nothing has a price
 */
public record JudgingPlan(
        long judgments,
        long identical,
        long known,
        long calls,
        long promptTokens,
        long completionTokens,
        Map<String, Double> costs) {

    /** Copies the map. */
    public JudgingPlan {
        costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
    }
}
