package io.github.aligner4j.runtime.drafting;

/**
 * The end of the output, or of one path of a draft, with all places it may be copying from.
 *
 * @param place where in the prediction it is
 * @param prediction matches in the prediction
 * @param prompt matches in the prompt
 * @param output matches in the output itself
 */
record Context(Place place, Matches prediction, Matches prompt, Matches output) {

    static final Context START = new Context(Place.START, Matches.NONE, Matches.NONE, Matches.NONE);

    /** Places ahead that are considered without any match: after an insertion, a substitution, a deletion. */
    private static final int SKIPS = 5;

    private static final int BEHIND = 8;
    private static final int AHEAD = 24;
    private static final int LATEST = 16;

    /** The context after one more token, which the output's index need not hold yet. */
    Context after(int token, Texts texts) {
        Matches predicted = prediction.after(token, texts.prediction(), place.next(), BEHIND, AHEAD);
        return new Context(
                place.after(token, texts.prediction(), predicted),
                predicted,
                prompt.after(token, texts.prompt(), texts.prompt().size(), LATEST, 0),
                output.after(token, texts.output(), texts.output().size(), LATEST, 0));
    }

    /** Lets every place vote for the token that it would copy. */
    void vote(Texts texts, Votes votes) {
        votes.addElsewhere(CopyWeights.elsewhere(place.own()));
        voteByPrediction(texts.prediction(), votes);
        voteBySkips(texts.prediction(), votes);
        for (int i = 0; i < prompt.size(); i++) {
            vote(texts.prompt().token(prompt.next(i)), CopyWeights.inPrompt(prompt.length(i)), votes);
        }
        for (int i = 0; i < output.size(); i++) {
            vote(texts.output().token(output.next(i)), CopyWeights.inOutput(output.length(i)), votes);
        }
    }

    private void voteByPrediction(TokenIndex text, Votes votes) {
        if (copying()) {
            vote(text.token(place.next()), CopyWeights.copying(place.copied()), votes);
        }
        for (int i = 0; i < prediction.size(); i++) {
            int offset = prediction.next(i) - place.next();
            if (offset != 0 || !copying()) {
                double weight = CopyWeights.inPrediction(prediction.length(i), place.own(), offset);
                vote(text.token(prediction.next(i)), weight, votes);
            }
        }
    }

    private void voteBySkips(TokenIndex text, Votes votes) {
        for (int skipped = copying() ? 1 : 0; skipped <= SKIPS; skipped++) {
            if (!prediction.has(place.next() + skipped)) {
                double weight = CopyWeights.inPrediction(0, place.own(), skipped);
                vote(text.token(place.next() + skipped), weight, votes);
            }
        }
    }

    private boolean copying() {
        return place.own() == 0;
    }

    private static void vote(int token, double weight, Votes votes) {
        if (token != TokenIndex.NO_TOKEN) {
            votes.add(token, weight);
        }
    }
}
