package io.github.aligner4j.evaluation.outcome;

import java.util.List;

/**
 * How fast answers were corrected.
 *
 * @param answers how many
 * @param callers how many at once
 * @param seconds for all
 * @param answersPerSecond all together
 * @param promptTokens read by the Aligner's model
 * @param completionTokens written by it
 * @param completionTokensPerSecond all together
 * @param medianSeconds of one answer, waiting included
 * @param p90Seconds nine answers in ten took at most that long
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

    /** Counts; {@code outcomes} are at least one. */
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
