// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The tokens of one sequence in a forward pass. They continue its cache as a chain or, to verify several continuations at once,
 * as a tree.
 *
 * @param tokenIds at least one token
 * @param parents for each token the index in {@code tokenIds} of the one before it, lower than its own; -1 for the last token
 *     of the cache
 * @param scored number of the last tokens that scores are returned for; 0 inside a prompt
 * @param logits true if all logits are returned rather than only the most likely token
 * @param cache keys and values of the sequence so far
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; made anew for each pass
public record Segment(int[] tokenIds, int[] parents, int scored, boolean logits, KeyValueCache cache) {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if there is no token, a parent does not come before its child, or more scores are
     *     wanted than there are tokens
     */
    public Segment {
        Objects.requireNonNull(cache, "cache");
        if (tokenIds.length == 0) {
            throw new IllegalArgumentException("a forward pass needs at least one token");
        }
        if (scored < 0 || scored > tokenIds.length) {
            throw new IllegalArgumentException(
                    "scores of " + scored + " tokens were requested from a segment of " + tokenIds.length);
        }
        requireParentsFirst(parents, tokenIds.length);
    }

    /** Returns a segment whose tokens follow one another. */
    public static Segment chain(int[] tokenIds, int scored, boolean logits, KeyValueCache cache) {
        int[] parents = IntStream.range(-1, tokenIds.length - 1).toArray();
        return new Segment(tokenIds, parents, scored, logits, cache);
    }

    /** Returns the number of tokens. */
    public int size() {
        return tokenIds.length;
    }

    /** Returns whether each token follows the one before it. */
    public boolean isChain() {
        return IntStream.range(0, parents.length).allMatch(i -> parents[i] == i - 1);
    }

    private static void requireParentsFirst(int[] parents, int tokens) {
        if (parents.length != tokens) {
            throw new IllegalArgumentException(tokens + " tokens need as many parents, but got " + parents.length);
        }
        for (int i = 0; i < tokens; i++) {
            if (parents[i] < -1 || parents[i] >= i) {
                throw new IllegalArgumentException(
                        "token " + i + " can't follow token " + parents[i] + ": a parent comes before its child");
            }
        }
    }
}
