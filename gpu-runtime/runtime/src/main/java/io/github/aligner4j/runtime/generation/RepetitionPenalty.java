// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.BitSet;

/**
 * Makes tokens that occurred before less likely: positive logits are divided, negative ones multiplied, once however
 * often a token occurred.
 *
 * @param penalty above 0; 1 changes nothing, below 1 makes repetition likelier
 * @see <a href="https://arxiv.org/abs/1909.05858">CTRL, section 4.1</a>
 */
record RepetitionPenalty(float penalty) implements LogitsProcessor {

    @Override
    public void process(float[] logits, BitSet seen) {
        for (int id = seen.nextSetBit(0); id >= 0; id = seen.nextSetBit(id + 1)) {
            logits[id] = logits[id] < 0 ? logits[id] * penalty : logits[id] / penalty;
        }
    }
}
