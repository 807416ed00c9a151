// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.Arrays;

/**
 * Tokens of one sequence that lie side by side in a pass. They attend to the tokens before them and to one another.
 *
 * @param first their first token in the pass
 * @param cache keys and values of the sequence
 * @param held number of tokens before them
 * @param parents for each of them the index of the one before it; -1 for the last of those before them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; made anew for each pass
record Span(int first, TorchKeyValueCache cache, int held, int[] parents) {

    int size() {
        return parents.length;
    }

    int end() {
        return first + size();
    }

    /** Returns the number of tokens that the last one can attend to. */
    int keys() {
        return held + size();
    }

    /** Returns first token, end, number of tokens before them, first row in the slab, and for a tree who sees whom. */
    long[] segment() {
        long[] visible = isChain() ? new long[0] : visible();
        long[] segment = Arrays.copyOf(new long[] {first, end(), held, cache.offset()}, 4 + visible.length);
        System.arraycopy(visible, 0, segment, 4, visible.length);
        return segment;
    }

    /**
     * Returns for each token a number whose i-th bit tells whether it attends to the i-th of them: to those on its path, and
     * itself. There are at most 64.
     */
    long[] bits() {
        long[] bits = new long[size()];
        for (int row = 0; row < bits.length; row++) {
            bits[row] = 1L << row | (parents[row] < 0 ? 0 : bits[parents[row]]);
        }
        return bits;
    }

    private boolean isChain() {
        for (int row = 0; row < parents.length; row++) {
            if (parents[row] != row - 1) {
                return false;
            }
        }
        return true;
    }

    /** Returns for each pair of tokens whether the first attends to the second. */
    private long[] visible() {
        long[] visible = new long[size() * size()];
        for (int row = 0; row < size(); row++) {
            for (int node = row; node >= 0; node = parents[node]) {
                visible[row * size() + node] = 1;
            }
        }
        return visible;
    }
}
