// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One drafting strategy with the rows of one kind. Rates are sums divided by sums; a rate that was not measured is NaN.
 *
 * @param drafting the strategy
 * @param prefillTokensPerSecond prompt tokens divided by the time to the first token; a draft in the same pass costs time as
 *     well, so compare this for plain decoding only
 * @param decodeTokensPerSecond tokens after the first one, divided by the time after the pass that generated it
 * @param tokensPerSecond tokens divided by latency
 * @param correctionsPerSecond rows divided by latency
 * @param passes mean number of forward passes of a correction, prefill included
 * @param tokensPerPass tokens divided by forward passes, without those that only read a part of the prompt
 * @param latencyMillisP50 median latency
 * @param latencyMillisP99 99th percentile of the latency
 * @param acceptance share of the drafted tokens that were accepted
 * @param reused share of the prompt tokens that came from the prefix cache
 * @param speedup latency of plain decoding divided by that of this strategy, from the sums of the rows' medians
 * @param timesFullPrefill latency divided by that of a full prefill, from the sums of the rows' medians
 * @param mismatches the number of rows whose tokens are not those of plain decoding
 */
public record StrategyReport(
        String drafting,
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        double tokensPerSecond,
        double correctionsPerSecond,
        double passes,
        double tokensPerPass,
        double latencyMillisP50,
        double latencyMillisP99,
        double acceptance,
        double reused,
        double speedup,
        double timesFullPrefill,
        int mismatches) {

    static StrategyReport of(Drafting strategy, List<Outcome> outcomes) {
        List<Sample> all = new ArrayList<>();
        outcomes.forEach(outcome -> all.addAll(outcome.samples(strategy)));
        List<Double> millis = all.stream().map(sample -> sample.seconds() * 1e3).toList();
        double seconds = sum(all, Sample::seconds);
        double rowSeconds = sumOf(outcomes, outcome -> outcome.seconds(strategy));
        return new StrategyReport(
                DraftingNames.name(strategy),
                sum(all, sample -> sample.promptTokens() - sample.generation().reusedTokens())
                        / sum(all, Sample::prefillSeconds),
                sum(all, sample -> sample.decodeSeconds() > 0 ? sample.tokens() - 1 : 0)
                        / sum(all, Sample::decodeSeconds),
                sum(all, Sample::tokens) / seconds,
                all.size() / seconds,
                sum(all, sample -> sample.generation().forwardPasses()) / all.size(),
                sum(all, Sample::tokens) / sum(all, StrategyReport::tokenPasses),
                Statistics.median(millis),
                Statistics.percentile(millis, 99),
                sum(all, sample -> sample.generation().drafts().acceptedTokens())
                        / sum(all, sample -> sample.generation().drafts().draftedTokens()),
                sum(all, sample -> sample.generation().reusedTokens()) / sum(all, Sample::promptTokens),
                sumOf(outcomes, outcome -> outcome.seconds(Drafting.NONE)) / rowSeconds,
                rowSeconds / sumOf(outcomes, Outcome::fullPrefillSeconds),
                (int) outcomes.stream()
                        .filter(outcome -> outcome.differs(strategy))
                        .count());
    }

    /** Returns the number of passes that generated tokens: each generated the accepted ones and one more. */
    private static double tokenPasses(Sample sample) {
        return sample.tokens() - sample.generation().drafts().acceptedTokens();
    }

    private static double sum(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return samples.stream().mapToDouble(of).sum();
    }

    private static double sumOf(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
        return outcomes.stream().mapToDouble(of).sum();
    }
}
