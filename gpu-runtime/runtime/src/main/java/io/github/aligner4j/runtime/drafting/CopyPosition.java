package io.github.aligner4j.runtime.drafting;

/**
 * Where in the prediction the output is.
 *
 * @param next the prediction's token that comes next if the copy goes on from where it was last
 * @param own tokens of the model's own since it was left there, 0 while copying
 * @param copied tokens copied in a row up to here, 0 when left or at the start
 * @param copies tokens copied in all
 * @param said tokens of the output
 */
record CopyPosition(int next, int own, int copied, int copies, int said) {

    /** An n-gram this long says that the output is back in the prediction, if it lies near. */
    private static final int NEAR_MATCH = 2;

    /** The same for one that lies anywhere. */
    private static final int FAR_MATCH = 4;

    private static final int BEHIND = 4;
    private static final int AHEAD = 48;

    static CopyPosition startAt(int next) {
        return new CopyPosition(next, 0, 0, 0, 0);
    }

    /**
     * The place after one more token.
     *
     * @param matches the matches of the prediction after that token
     */
    CopyPosition after(int token, TokenIndex prediction, Matches matches) {
        if (copying() && prediction.token(next) == token) {
            return backAt(next + 1, copied + 1);
        }
        int place = next;
        int longest = 0;
        for (int i = 0; i < matches.size(); i++) {
            if (matches.length(i) > longest && matches.length(i) >= neededAt(matches.next(i))) {
                place = matches.next(i);
                longest = matches.length(i);
            }
        }
        return longest > 0 ? backAt(place, longest) : new CopyPosition(next, own + 1, 0, copies, said + 1);
    }

    boolean copying() {
        return own == 0;
    }

    /** Returns whether all of the output is the prediction's beginning. */
    boolean onlyCopied() {
        return copies == said && next == said;
    }

    /** Part of the output that was copied, taken for three quarters until there is more to judge by. */
    double copyRate() {
        return (copies + 3) / (said + 4.0);
    }

    private CopyPosition backAt(int place, int length) {
        return new CopyPosition(place, 0, length, copies + 1, said + 1);
    }

    private int neededAt(int place) {
        return place >= next - BEHIND && place <= next + own + AHEAD ? NEAR_MATCH : FAR_MATCH;
    }
}
