// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

import java.util.Arrays;

/**
 * AlpacaEval's win rate: the mean of preferences, which may be probabilities. Source: {@code describe_head2head} in {@code
 * metrics/helpers.py} of tatsu-lab/alpaca_eval.
 *
 * @param counts preferences for the system (above one half), for the baseline (below), and ties
 * @param missing the number of comparisons without a preference, which are in no count
 * @param rate the mean, 0 to 1, and its bootstrap interval
 * @param standardError the standard error of the mean; NaN for less than two preferences
 */
public record PreferenceRate(WinCounts counts, long missing, Interval rate, double standardError) {

    private static final double TIE = 0.5;

    /** Returns the rate of preferences from 0 (the baseline's answer is better) to 1; NaN for a missing one. */
    public static PreferenceRate of(Bootstrap bootstrap, double... preferences) {
        double[] judged = Arrays.stream(preferences)
                .filter(preference -> !Double.isNaN(preference))
                .map(PreferenceRate::required)
                .toArray();
        WinCounts counts = new WinCounts(
                Arrays.stream(judged).filter(preference -> preference > TIE).count(),
                Arrays.stream(judged).filter(preference -> preference < TIE).count(),
                Arrays.stream(judged).filter(preference -> preference == TIE).count());
        return new PreferenceRate(
                counts,
                preferences.length - judged.length,
                rate(counts, bootstrap, judged),
                Moments.standardError(judged));
    }

    /** Returns the interval of the mean; of verdicts, half of one plus the win rate, whose interval holds for equal verdicts too. */
    private static Interval rate(WinCounts counts, Bootstrap bootstrap, double[] judged) {
        if (judged.length > 0
                && Arrays.stream(judged)
                        .anyMatch(preference -> preference != 0 && preference != 1 && preference != TIE)) {
            return bootstrap.mean(judged);
        }
        Interval net = counts.interval(bootstrap);
        return new Interval((1 + net.value()) / 2, (1 + net.lower()) / 2, (1 + net.upper()) / 2, net.level(), net.n());
    }

    private static double required(double preference) {
        if (preference < 0 || preference > 1) {
            throw new IllegalArgumentException("a preference must be 0 to 1, but was " + preference);
        }
        return preference;
    }
}
