package io.github.aligner4j.runtime.drafting;

import java.util.function.IntToDoubleFunction;

/**
 * The end of the output, or of one path of a draft, with all places it may be copying from.
 *
 * @param place where in the prediction it is
 * @param prediction matches in the prediction
 * @param prompt matches in the prompt
 * @param output matches in the output itself
 */
record Context(CopyPosition place, Matches prediction, Matches prompt, Matches output) {

    /** Places ahead that are considered without any match: after an insertion, a substitution, a deletion. */
    private static final int SKIPS = 5;

    private static final int BEHIND = 8;
    private static final int AHEAD = 24;
    private static final int LATEST = 16;

    /** The context before the first token, which is expected at a place of the prediction. */
    static Context startAt(int place) {
        return new Context(CopyPosition.startAt(place), Matches.NONE, Matches.NONE, Matches.NONE);
    }

    /** The context after one more token, which the output's index need not hold yet. */
    Context after(int token, DraftSources texts) {
        Matches predicted = prediction.after(token, texts.prediction(), place.next(), BEHIND, AHEAD);
        return new Context(
                place.after(token, texts.prediction(), predicted),
                predicted,
                prompt.afterLatest(token, texts.prompt(), LATEST),
                output.afterLatest(token, texts.output(), LATEST));
    }

    /** Lets every place vote for the token that it would copy. */
    void vote(DraftSources texts, TokenScores votes) {
        votes.addElsewhere(CopyWeights.elsewhere(place));
        voteByPrediction(texts.prediction(), votes);
        voteBySkips(texts.prediction(), votes);
        vote(prompt, texts.prompt(), CopyWeights::inPrompt, votes);
        vote(output, texts.output(), CopyWeights::inOutput, votes);
    }

    private void voteByPrediction(TokenIndex text, TokenScores votes) {
        if (place.copying()) {
            vote(text.token(place.next()), CopyWeights.copying(place), votes);
        }
        for (int i = 0; i < prediction.size(); i++) {
            int next = prediction.next(i);
            if (next != place.next() || !place.copying()) {
                int frequency = text.places(text.token(next - 1)).size();
                double weight =
                        CopyWeights.inPrediction(prediction.length(i), frequency, place.own(), next - place.next());
                vote(text.token(next), weight, votes);
            }
        }
    }

    private void voteBySkips(TokenIndex text, TokenScores votes) {
        for (int skipped = place.copying() ? 1 : 0; skipped <= SKIPS; skipped++) {
            if (!prediction.has(place.next() + skipped)) {
                double weight = CopyWeights.inPrediction(0, 0, place.own(), skipped);
                vote(text.token(place.next() + skipped), weight, votes);
            }
        }
    }

    private static void vote(Matches matches, TokenIndex text, IntToDoubleFunction weight, TokenScores votes) {
        for (int i = 0; i < matches.size(); i++) {
            vote(text.token(matches.next(i)), weight.applyAsDouble(matches.length(i)), votes);
        }
    }

    private static void vote(int token, double weight, TokenScores votes) {
        if (token != TokenIndex.NO_TOKEN) {
            votes.add(token, weight);
        }
    }
}
