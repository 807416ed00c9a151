// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Keeps the smallest set of most likely tokens whose probability reaches p, at least one token.
 *
 * <p>Counted from the unlikely end, as transformers does: a token is removed if it and all less likely ones together have a
 * probability of at most 1 - p. Among equally likely tokens, those with higher ids are removed first.
 *
 * @param p above 0, below 1
 * @see <a href="https://arxiv.org/abs/1904.09751">The Curious Case of Neural Text Degeneration</a>
 */
record TopP(double p) implements LogitsProcessor {

    @Override
    public void process(float[] logits, BitSet seen) {
        double[] probabilities = Probabilities.softmax(logits);
        long[] ascending = leastLikelyFirst(logits);
        double cumulative = 0;
        for (int rank = 0; rank < ascending.length - 1; rank++) {
            int id = idOf(ascending[rank]);
            cumulative += probabilities[id];
            if (cumulative > 1 - p) {
                return;
            }
            logits[id] = Float.NEGATIVE_INFINITY;
        }
    }

    /**
     * Returns sort keys: each logit, as an integer of the same order, in the high bits and the inverted id in the low bits.
     * Avoids boxing.
     */
    private static long[] leastLikelyFirst(float[] logits) {
        long[] keys = new long[logits.length];
        for (int id = 0; id < logits.length; id++) {
            int bits = Float.floatToIntBits(logits[id] + 0.0f);
            int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
            keys[id] = ((long) ordered << Integer.SIZE) | (Integer.MAX_VALUE - id);
        }
        Arrays.sort(keys);
        return keys;
    }

    private static int idOf(long key) {
        return Integer.MAX_VALUE - (int) key;
    }
}
