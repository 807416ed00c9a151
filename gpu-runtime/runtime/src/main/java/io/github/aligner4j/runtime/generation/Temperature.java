// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.BitSet;

/**
 * Divides all logits: below 1 sharpens the distribution, above 1 flattens it.
 *
 * @param temperature above 0
 */
record Temperature(float temperature) implements LogitsProcessor {

    @Override
    public void process(float[] logits, BitSet seen) {
        for (int id = 0; id < logits.length; id++) {
            logits[id] /= temperature;
        }
    }
}
