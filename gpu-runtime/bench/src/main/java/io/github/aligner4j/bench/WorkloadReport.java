package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured with the rows of one kind.
 *
 * @param kind the kind
 * @param rows number of rows
 * @param promptTokens tokens of their prompts, on average
 * @param completionTokens tokens of their corrections by the first way, on average
 * @param readingMillis median time of one reading of prompt and answer
 * @param ways each way of drafting
 */
record WorkloadReport(
        String kind,
        int rows,
        double promptTokens,
        double completionTokens,
        double readingMillis,
        List<StrategyReport> ways) {

    /** Returns a report for each kind, in the order in which they come first. */
    static List<WorkloadReport> of(List<Outcome> outcomes, List<Drafting> ways) {
        Map<String, List<Outcome>> kinds = outcomes.stream()
                .collect(Collectors.groupingBy(Outcome::kind, LinkedHashMap::new, Collectors.toList()));
        return kinds.entrySet().stream()
                .map(kind -> of(kind.getKey(), kind.getValue(), ways))
                .toList();
    }

    private static WorkloadReport of(String kind, List<Outcome> outcomes, List<Drafting> ways) {
        List<Sample> firsts = outcomes.stream()
                .map(outcome -> outcome.samples(ways.get(0)).get(0))
                .toList();
        return new WorkloadReport(
                kind,
                outcomes.size(),
                firsts.stream().mapToInt(Sample::promptTokens).average().orElse(Double.NaN),
                firsts.stream().mapToInt(Sample::tokens).average().orElse(Double.NaN),
                1e3
                        * Statistics.median(
                                outcomes.stream().map(Outcome::readingSeconds).toList()),
                ways.stream().map(way -> StrategyReport.of(way, outcomes)).toList());
    }
}
