package io.github.aligner4j.runtime.drafting;

/**
 * Tokens that may come next, as a tree: each path from a root is one continuation.
 *
 * @param tokenIds the tokens, parents before their children
 * @param parents for each token the index of the one before it; -1 for the last token of the sequence
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; made anew for each pass
public record DraftTree(int[] tokenIds, int[] parents) {

    /** No guess. */
    public static final DraftTree NONE = new DraftTree(new int[0], new int[0]);

    /** Number of tokens. */
    public int size() {
        return tokenIds.length;
    }

    /** Returns the index of {@code node}'s child (-1: of a root) with that token, -1 if it has none. */
    public int child(int node, int token) {
        for (int i = node + 1; i < tokenIds.length; i++) {
            if (parents[i] == node && tokenIds[i] == token) {
                return i;
            }
        }
        return -1;
    }
}
