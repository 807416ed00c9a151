// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Keeps the k most likely tokens, and all that are as likely as the last of them, as transformers does.
 *
 * @param k at least 1
 */
record TopK(int k) implements LogitsProcessor {

    @Override
    public void process(float[] logits, BitSet seen) {
        if (k >= logits.length) {
            return;
        }
        float[] ascending = logits.clone();
        Arrays.sort(ascending);
        float least = ascending[ascending.length - k];
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] < least) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
