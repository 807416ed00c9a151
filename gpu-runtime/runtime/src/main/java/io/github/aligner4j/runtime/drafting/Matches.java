package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/**
 * Places in one text before which the same tokens stand as at the end of the output: where the output may be copying from.
 * Ascending by place; the length of the match says how many tokens are the same.
 */
final class Matches {

    static final Matches NONE = new Matches(new int[0], new int[0], 0);

    /** More than a glance around needs; bounds the work on a text that repeats one token thousands of times. */
    private static final int MOST = 96;

    private final int[] next;
    private final int[] lengths;
    private final int size;

    private Matches(int[] next, int[] lengths, int size) {
        this.next = next;
        this.lengths = lengths;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** Place of the token that would come next. */
    int next(int match) {
        return next[match];
    }

    /** Tokens before that place that are the same as the output's last ones. */
    int length(int match) {
        return lengths[match];
    }

    /** Returns whether a place is among them. */
    boolean has(int place) {
        return Arrays.binarySearch(next, 0, size, place) >= 0;
    }

    /**
     * The matches after one more token: those of these that go on, and new ones where the token stands in the text.
     *
     * @param near the place to look around for new ones
     * @param behind most new ones before that place
     * @param ahead most new ones from that place on
     */
    Matches after(int token, TokenIndex text, int near, int behind, int ahead) {
        IntList places = text.places(token);
        int middle = places.firstAtLeast(near);
        int from = Math.max(0, middle - behind);
        int to = Math.min(places.size(), middle + ahead);
        Merge merge = new Merge(Math.min(MOST, size + to - from));
        int old = 0;
        for (int i = from; i < to; i++) {
            int place = places.get(i);
            for (; old < size && next[old] < place; old++) {
                merge.advance(old, token, text);
            }
            boolean known = old < size && next[old] == place;
            merge.add(place + 1, known ? lengths[old++] + 1 : 1);
        }
        for (; old < size; old++) {
            merge.advance(old, token, text);
        }
        return merge.matches();
    }

    /** The matches after one more token, where new ones are the latest of the text. */
    Matches afterLatest(int token, TokenIndex text, int latest) {
        return text.size() == 0 ? NONE : after(token, text, text.size(), latest, 0);
    }

    private final class Merge {

        private final int[] mergedNext;
        private final int[] mergedLengths;
        private int count;

        Merge(int most) {
            mergedNext = new int[most];
            mergedLengths = new int[most];
        }

        void advance(int match, int token, TokenIndex text) {
            if (text.token(next[match]) == token) {
                add(next[match] + 1, lengths[match] + 1);
            }
        }

        void add(int place, int length) {
            if (count < mergedNext.length) {
                mergedNext[count] = place;
                mergedLengths[count++] = length;
            }
        }

        Matches matches() {
            return count == 0 ? NONE : new Matches(mergedNext, mergedLengths, count);
        }
    }
}
