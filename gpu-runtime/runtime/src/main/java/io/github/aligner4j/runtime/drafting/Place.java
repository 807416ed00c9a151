package io.github.aligner4j.runtime.drafting;

/**
 * Where in the prediction the output is.
 *
 * @param next the prediction's token that comes next if the copy goes on from where it was last
 * @param own tokens of the model's own since it was left there, 0 while copying
 * @param copied tokens copied in a row up to here, 0 when left or at the start
 */
record Place(int next, int own, int copied) {

    static final Place START = new Place(0, 0, 0);

    /** An n-gram this long says that the output is back in the prediction, if it lies near. */
    private static final int NEAR_MATCH = 2;

    /** The same for one that lies anywhere. */
    private static final int FAR_MATCH = 4;

    private static final int BEHIND = 4;
    private static final int AHEAD = 48;

    /**
     * The place after one more token.
     *
     * @param matches the matches of the prediction after that token
     */
    Place after(int token, TokenIndex prediction, Matches matches) {
        if (own == 0 && prediction.token(next) == token) {
            return new Place(next + 1, 0, copied + 1);
        }
        Place best = new Place(next, own + 1, 0);
        for (int i = 0; i < matches.size(); i++) {
            int length = matches.length(i);
            if (length > best.copied && length >= needed(matches.next(i))) {
                best = new Place(matches.next(i), 0, length);
            }
        }
        return best;
    }

    private int needed(int place) {
        return place >= next - BEHIND && place <= next + own + AHEAD ? NEAR_MATCH : FAR_MATCH;
    }
}
