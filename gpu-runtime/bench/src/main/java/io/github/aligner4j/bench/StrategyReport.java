package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one way of drafting did with the rows of one kind. Rates are sums over sums; a rate that was not measured is NaN.
 *
 * @param drafting the way
 * @param prefillTokensPerSecond tokens of prompts over the time up to the first token; a draft in the same pass costs time,
 *     too, so compare this for plain decoding
 * @param decodeTokensPerSecond tokens after the first over the time after the pass that gave it
 * @param tokensPerSecond tokens over latency
 * @param correctionsPerSecond rows over latency
 * @param tokensPerPass tokens over forward passes, those that only read a part of the prompt left out
 * @param latencyMillisP50 median of the latencies
 * @param latencyMillisP99 what 99 of 100 latencies do not exceed
 * @param acceptance share of the drafted tokens that were right
 * @param reused share of the prompts' tokens whose keys and values were at hand
 * @param speedup latency of plain decoding over that of this way, each row's median summed
 * @param timesOneReading latency over that of one reading of prompt and answer, each row's median summed
 * @param differingRows rows whose tokens are not those of plain decoding
 */
record StrategyReport(
        String drafting,
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        double tokensPerSecond,
        double correctionsPerSecond,
        double tokensPerPass,
        double latencyMillisP50,
        double latencyMillisP99,
        double acceptance,
        double reused,
        double speedup,
        double timesOneReading,
        int differingRows) {

    static StrategyReport of(Drafting way, List<Outcome> outcomes) {
        List<Sample> all = new ArrayList<>();
        outcomes.forEach(outcome -> all.addAll(outcome.samples(way)));
        List<Double> millis = all.stream().map(sample -> sample.seconds() * 1e3).toList();
        double seconds = sum(all, Sample::seconds);
        double rowSeconds = sumOf(outcomes, outcome -> outcome.seconds(way));
        return new StrategyReport(
                DraftingNames.name(way),
                sum(all, sample -> sample.promptTokens() - sample.generation().reusedTokens())
                        / sum(all, Sample::prefillSeconds),
                sum(all, sample -> sample.decodeSeconds() > 0 ? sample.tokens() - 1 : 0)
                        / sum(all, Sample::decodeSeconds),
                sum(all, Sample::tokens) / seconds,
                all.size() / seconds,
                sum(all, Sample::tokens) / sum(all, StrategyReport::speakingPasses),
                Statistics.median(millis),
                Statistics.percentile(millis, 99),
                sum(all, sample -> sample.generation().drafts().acceptedTokens())
                        / sum(all, sample -> sample.generation().drafts().draftedTokens()),
                sum(all, sample -> sample.generation().reusedTokens()) / sum(all, Sample::promptTokens),
                sumOf(outcomes, outcome -> outcome.seconds(Drafting.NONE)) / rowSeconds,
                rowSeconds / sumOf(outcomes, Outcome::readingSeconds),
                (int) outcomes.stream().filter(outcome -> outcome.differs(way)).count());
    }

    /** Passes that gave tokens: each gave what it accepted and one more. */
    private static double speakingPasses(Sample sample) {
        return sample.tokens() - sample.generation().drafts().acceptedTokens();
    }

    private static double sum(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return samples.stream().mapToDouble(of).sum();
    }

    private static double sumOf(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
        return outcomes.stream().mapToDouble(of).sum();
    }
}
