// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

/**
 * The scores of the next token after each scored token of a segment; row 0 belongs to the first scored token.
 * Logits stay on the device until they are read; closing the scores frees them, and so does the garbage collector, later.
 */
public interface Scores extends AutoCloseable {

    /** Returns the number of scored tokens. */
    int rows();

    /** Returns the id of the most likely next token, the lowest one among equals. */
    int greedy(int row);

    /**
     * Returns the logits of the next token, copied from the device; the caller may change them. {@link #greedy} costs
     * less.
     *
     * @return float32, shape [vocabularySize]
     * @throws UnsupportedOperationException if the segment did not request them
     */
    float[] logits(int row);

    /** Frees the logits; they can't be read afterwards. Has no effect the second time. */
    @Override
    default void close() {}
}
