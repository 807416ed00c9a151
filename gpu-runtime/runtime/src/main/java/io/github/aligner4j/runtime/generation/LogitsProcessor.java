// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.BitSet;

/** Changes the logits of the next token before it is chosen. */
@FunctionalInterface
interface LogitsProcessor {

    /**
     * Changes {@code logits} in place; negative infinity forbids a token.
     *
     * @param logits float32, shape [vocabularySize]
     * @param seen ids of all tokens of the prompt and the completion so far
     */
    void process(float[] logits, BitSet seen);
}
