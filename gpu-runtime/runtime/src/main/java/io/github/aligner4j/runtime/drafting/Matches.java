// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/**
 * The positions in a text at which the output may be copying: those preceded by the tokens that the output ends with. They
 * ascend; the length of a match is the number of equal tokens. Immutable.
 */
final class Matches {

    static final Matches NONE = new Matches(new int[0], new int[0], 0);

    /** Bounds the work on a text that repeats one token thousands of times; other texts have fewer matches. */
    private static final int MAX_MATCHES = 96;

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

    /** Returns the position of the token that would come next. */
    int next(int match) {
        return next[match];
    }

    /** Returns the number of tokens before that position that equal the last ones of the output. */
    int length(int match) {
        return lengths[match];
    }

    /** Returns whether {@code position} is among them. */
    boolean has(int position) {
        return Arrays.binarySearch(next, 0, size, position) >= 0;
    }

    /**
     * Returns the matches after one more token: those of these that continue, and new ones where the token occurs in the text.
     *
     * @param near position around which new ones are taken
     * @param behind maximum number of new ones before that position
     * @param ahead maximum number of new ones from that position on
     */
    Matches after(int token, TokenIndex text, int near, int behind, int ahead) {
        IntList positions = text.positions(token);
        int middle = positions.firstAtLeast(near);
        int from = Math.max(0, middle - behind);
        int to = Math.min(positions.size(), middle + ahead);
        Merge merge = new Merge(Math.min(MAX_MATCHES, size + to - from));
        int old = 0;
        for (int i = from; i < to; i++) {
            int position = positions.get(i);
            for (; old < size && next[old] < position; old++) {
                merge.advance(old, token, text);
            }
            boolean known = old < size && next[old] == position;
            merge.add(position + 1, known ? lengths[old++] + 1 : 1);
        }
        for (; old < size; old++) {
            merge.advance(old, token, text);
        }
        return merge.matches();
    }

    /** Returns the matches after one more token, where new ones are the latest {@code latest} of the text. */
    Matches afterLatest(int token, TokenIndex text, int latest) {
        return text.size() == 0 ? NONE : after(token, text, text.size(), latest, 0);
    }

    private final class Merge {

        private final int[] mergedNext;
        private final int[] mergedLengths;
        private int count;

        Merge(int capacity) {
            mergedNext = new int[capacity];
            mergedLengths = new int[capacity];
        }

        void advance(int match, int token, TokenIndex text) {
            if (text.token(next[match]) == token) {
                add(next[match] + 1, lengths[match] + 1);
            }
        }

        void add(int position, int length) {
            if (count < mergedNext.length) {
                mergedNext[count] = position;
                mergedLengths[count++] = length;
            }
        }

        Matches matches() {
            return count == 0 ? NONE : new Matches(mergedNext, mergedLengths, count);
        }
    }
}
