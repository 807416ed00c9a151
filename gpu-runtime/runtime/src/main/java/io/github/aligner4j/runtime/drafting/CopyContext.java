// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.function.IntToDoubleFunction;

/**
 * The end of the output, or of one path of a draft, with every position that it may be copying from. Immutable.
 *
 * @param position position in the prediction
 * @param prediction matches in the prediction
 * @param prompt matches in the prompt
 * @param output matches in the output itself
 */
record CopyContext(CopyPosition position, Matches prediction, Matches prompt, Matches output) {

    /** Maximum number of tokens skipped without a match: after an insertion, a substitution or a deletion. */
    private static final int MAX_SKIPPED = 5;

    private static final int NEW_BEHIND = 8;
    private static final int NEW_AHEAD = 24;
    private static final int NEW_LATEST = 16;

    /** Returns the context before the first token, which is expected at {@code position} of the prediction. */
    static CopyContext startAt(int position) {
        return new CopyContext(CopyPosition.startAt(position), Matches.NONE, Matches.NONE, Matches.NONE);
    }

    /** Returns the context after one more token, which need not be in the output's index yet. */
    CopyContext after(int token, DraftSources sources) {
        Matches predicted = prediction.after(token, sources.prediction(), position.next(), NEW_BEHIND, NEW_AHEAD);
        return new CopyContext(
                position.after(token, sources.prediction(), predicted),
                predicted,
                prompt.afterLatest(token, sources.prompt(), NEW_LATEST),
                output.afterLatest(token, sources.output(), NEW_LATEST));
    }

    /**
     * Scores the token that comes next if the copy continues by the probability of that, and all others by the weight of every
     * position that they would be copied from.
     */
    void score(DraftSources sources, TokenScores scores) {
        scores.addOther(CopyWeights.other(position));
        scoreMatches(sources.prediction(), scores);
        scoreSkips(sources.prediction(), scores);
        score(prompt, sources.prompt(), CopyWeights::inPrompt, scores);
        score(output, sources.output(), CopyWeights::inOutput, scores);
        int copied = sources.prediction().token(position.next());
        if (position.copying() && copied != TokenIndex.NO_TOKEN) {
            scores.setProbability(copied, 1 - position.breakProbability());
        }
    }

    private void scoreMatches(TokenIndex text, TokenScores scores) {
        for (int i = 0; i < prediction.size(); i++) {
            int next = prediction.next(i);
            if (next != position.next() || !position.copying()) {
                int frequency = text.positions(text.token(next - 1)).size();
                int offset = next - position.next();
                double weight = CopyWeights.inPrediction(prediction.length(i), frequency, position.diverged(), offset);
                add(text.token(next), weight, scores);
            }
        }
    }

    private void scoreSkips(TokenIndex text, TokenScores scores) {
        for (int skipped = position.copying() ? 1 : 0; skipped <= MAX_SKIPPED; skipped++) {
            if (!prediction.has(position.next() + skipped)) {
                double weight = CopyWeights.inPrediction(0, 0, position.diverged(), skipped);
                add(text.token(position.next() + skipped), weight, scores);
            }
        }
    }

    private static void score(Matches matches, TokenIndex text, IntToDoubleFunction weight, TokenScores scores) {
        for (int i = 0; i < matches.size(); i++) {
            add(text.token(matches.next(i)), weight.applyAsDouble(matches.length(i)), scores);
        }
    }

    private static void add(int token, double weight, TokenScores scores) {
        if (token != TokenIndex.NO_TOKEN) {
            scores.add(token, weight);
        }
    }
}
