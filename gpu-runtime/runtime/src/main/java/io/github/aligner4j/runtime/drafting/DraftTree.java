// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Draft tokens as a tree: several continuations of the text, verified in one forward pass. The arrays are not copied; callers
 * must not change them.
 *
 * @param tokenIds token of each node, parents before their children; siblings have different tokens
 * @param parents index of each node's parent, {@link #ROOT} for children of the last token of the sequence
 */
@SuppressWarnings("ArrayRecordComponent") // one per forward pass, read by its owner only: copies would buy nothing
public record DraftTree(int[] tokenIds, int[] parents) {

    /** Parent of the nodes that follow the last token of the sequence. */
    public static final int ROOT = -1;

    /** The empty tree. */
    public static final DraftTree NONE = new DraftTree(new int[0], new int[0]);

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if a parent does not come before its child, or siblings have the same token
     */
    public DraftTree {
        Objects.requireNonNull(tokenIds, "tokenIds");
        Objects.requireNonNull(parents, "parents");
        if (tokenIds.length != parents.length) {
            throw new IllegalArgumentException("a draft tree needs one parent per token, but has " + tokenIds.length
                    + " tokens and " + parents.length + " parents");
        }
        requireTree(tokenIds, parents);
    }

    /** Returns the tree of one path: each token is the child of the token before it. */
    public static DraftTree chain(int... tokenIds) {
        int[] parents = new int[tokenIds.length];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i - 1;
        }
        return new DraftTree(tokenIds, parents);
    }

    /** Returns this tree, padded to {@code size} nodes by repeating {@code token} behind its last node. */
    public DraftTree padded(int size, int token) {
        if (size <= size()) {
            return this;
        }
        int[] ids = Arrays.copyOf(tokenIds, size);
        int[] paddedParents = Arrays.copyOf(parents, size);
        for (int i = size(); i < size; i++) {
            ids[i] = token;
            paddedParents[i] = i - 1;
        }
        return new DraftTree(ids, paddedParents);
    }

    /** Returns the number of nodes. */
    public int size() {
        return tokenIds.length;
    }

    /** Returns whether the tree is one path, which needs no mask of its own; the empty tree is. */
    public boolean isChain() {
        for (int i = 0; i < parents.length; i++) {
            if (parents[i] != i - 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the index of the child of {@code node} with a token, -1 if there is none.
     *
     * @param node index of the node, {@link #ROOT} for the last token of the sequence
     */
    public int child(int node, int token) {
        for (int i = node + 1; i < parents.length; i++) {
            if (parents[i] == node && tokenIds[i] == token) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the number of nodes between a node and the last token of the sequence, 0 for that token's children. */
    public int depth(int node) {
        int depth = 0;
        for (int parent = parents[node]; parent != ROOT; parent = parents[parent]) {
            depth++;
        }
        return depth;
    }

    private static void requireTree(int[] tokenIds, int[] parents) {
        Set<Long> edges = new HashSet<>();
        for (int i = 0; i < parents.length; i++) {
            if (parents[i] < ROOT || parents[i] >= i) {
                throw new IllegalArgumentException("the parent of node " + i
                        + " of a draft tree must be between -1 and " + (i - 1) + ", but was " + parents[i]);
            }
            if (!edges.add(((long) parents[i] << Integer.SIZE) | (tokenIds[i] & 0xFFFF_FFFFL))) {
                throw new IllegalArgumentException(
                        "node " + i + " of a draft tree repeats its sibling's token " + tokenIds[i] + "; give it once");
            }
        }
    }
}
