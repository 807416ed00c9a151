// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import java.util.List;

/**
 * The speed of corrections.
 *
 * @param answers the number of answers
 * @param callers the number of concurrent callers
 * @param seconds the total duration
 * @param answersPerSecond the throughput in answers
 * @param promptTokens the number of tokens read by the Aligner's model
 * @param completionTokens the number of tokens it generated
 * @param completionTokensPerSecond the throughput in generated tokens
 * @param medianSeconds the median latency of an answer, including waiting time
 * @param p90Seconds the 90th percentile of the latency
 */
public record Speed(
        int answers,
        int callers,
        double seconds,
        double answersPerSecond,
        long promptTokens,
        long completionTokens,
        double completionTokensPerSecond,
        double medianSeconds,
        double p90Seconds) {

    /** Measures one or more {@code outcomes}. */
    public static Speed of(List<Outcome> outcomes, int callers, double seconds) {
        List<Double> sorted = outcomes.stream().map(Outcome::seconds).sorted().toList();
        long read =
                outcomes.stream().mapToLong(each -> each.usage().promptTokens()).sum();
        long written = outcomes.stream()
                .mapToLong(each -> each.usage().completionTokens())
                .sum();
        return new Speed(
                outcomes.size(),
                callers,
                seconds,
                outcomes.size() / seconds,
                read,
                written,
                written / seconds,
                at(sorted, 0.5),
                at(sorted, 0.9));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
