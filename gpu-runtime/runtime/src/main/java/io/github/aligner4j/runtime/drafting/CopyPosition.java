// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

/**
 * The position of the output in the prediction that it copies.
 *
 * @param next index of the prediction's token that comes next if the copy continues where it was last
 * @param diverged number of tokens since the output left that position, 0 while copying
 * @param run number of tokens copied in a row up to here, 0 at the start and after leaving
 * @param copied number of tokens copied in all
 * @param breaks number of times that the output left the prediction
 * @param length number of tokens of the output
 */
record CopyPosition(int next, int diverged, int run, int copied, int breaks, int length) {

    /** Breaks assumed before the first token, with {@link #PRIOR_COPIED}: Jeffreys' prior of a rare event. */
    private static final double PRIOR_BREAKS = 0.5;

    /** Copied tokens assumed before the first token. */
    private static final double PRIOR_COPIED = 20;

    /** Breaks are likelier by this factor, divided by the tokens copied in a row, where the position is not yet certain. */
    private static final double UNCERTAINTY = 3;

    private static final double MAX_BREAK_PROBABILITY = 0.9;

    /** Minimum length of an n-gram that resumes the copy at a position near the last one. */
    private static final int MIN_NEAR_MATCH = 2;

    /** Minimum length of an n-gram that resumes the copy anywhere. */
    private static final int MIN_FAR_MATCH = 4;

    /** Near positions reach from this many tokens before the last one. */
    private static final int NEAR_BEHIND = 4;

    /** Near positions reach to this many tokens after the last one. */
    private static final int NEAR_AHEAD = 48;

    static CopyPosition startAt(int next) {
        return new CopyPosition(next, 0, 0, 0, 0, 0);
    }

    /**
     * Returns the position after one more token.
     *
     * @param matches matches in the prediction after that token
     */
    CopyPosition after(int token, TokenIndex prediction, Matches matches) {
        if (copying() && prediction.token(next) == token) {
            return copyingFrom(next + 1, run + 1);
        }
        int resumed = next;
        int longest = 0;
        for (int i = 0; i < matches.size(); i++) {
            if (matches.length(i) > longest && matches.length(i) >= minMatchAt(matches.next(i))) {
                resumed = matches.next(i);
                longest = matches.length(i);
            }
        }
        return longest > 0
                ? copyingFrom(resumed, longest)
                : new CopyPosition(next, diverged + 1, 0, copied, copying() ? breaks + 1 : breaks, length + 1);
    }

    boolean copying() {
        return diverged == 0;
    }

    /** Returns the share of copied tokens after which the output leaves the prediction, estimated from the output so far. */
    double breakRate() {
        return (breaks + PRIOR_BREAKS) / (copied + PRIOR_COPIED);
    }

    /** Returns the probability that the output leaves the prediction with the next token. */
    double breakProbability() {
        return Math.min(MAX_BREAK_PROBABILITY, breakRate() * (1 + UNCERTAINTY / (run + 1)));
    }

    /** Returns the copied share of the output, smoothed towards three quarters while the output is short. */
    double copyRate() {
        return (copied + 3) / (length + 4.0);
    }

    private CopyPosition copyingFrom(int position, int run) {
        return new CopyPosition(position, 0, run, copied + 1, breaks, length + 1);
    }

    private int minMatchAt(int position) {
        return position >= next - NEAR_BEHIND && position <= next + diverged + NEAR_AHEAD
                ? MIN_NEAR_MATCH
                : MIN_FAR_MATCH;
    }
}
