// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The results for the rows of one kind.
 *
 * @param kind the kind
 * @param rows the number of rows
 * @param promptTokens mean tokens of the prompts
 * @param completionTokens mean tokens of the corrections by the first strategy
 * @param fullPrefillMillis median time of a full prefill of prompt and answer
 * @param strategies each drafting strategy
 */
public record WorkloadReport(
        String kind,
        int rows,
        double promptTokens,
        double completionTokens,
        double fullPrefillMillis,
        List<StrategyReport> strategies) {

    /** Returns a report for each kind, in order of first occurrence. */
    static List<WorkloadReport> of(List<Outcome> outcomes, List<Drafting> strategies) {
        Map<String, List<Outcome>> kinds = outcomes.stream()
                .collect(Collectors.groupingBy(Outcome::kind, LinkedHashMap::new, Collectors.toList()));
        return kinds.entrySet().stream()
                .map(kind -> of(kind.getKey(), kind.getValue(), strategies))
                .toList();
    }

    private static WorkloadReport of(String kind, List<Outcome> outcomes, List<Drafting> strategies) {
        List<Sample> firsts = outcomes.stream()
                .map(outcome -> outcome.samples(strategies.get(0)).get(0))
                .toList();
        return new WorkloadReport(
                kind,
                outcomes.size(),
                firsts.stream().mapToInt(Sample::promptTokens).average().orElse(Double.NaN),
                firsts.stream().mapToInt(Sample::tokens).average().orElse(Double.NaN),
                1e3
                        * Statistics.median(outcomes.stream()
                                .map(Outcome::fullPrefillSeconds)
                                .toList()),
                strategies.stream()
                        .map(strategy -> StrategyReport.of(strategy, outcomes))
                        .toList());
    }
}
