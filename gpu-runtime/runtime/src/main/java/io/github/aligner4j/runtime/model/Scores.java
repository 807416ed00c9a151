package io.github.aligner4j.runtime.model;

/**
 * The scores of the next token after each scored token of a segment; row 0 belongs to the first scored token. They can be read
 * until the next forward pass of the model.
 */
public interface Scores {

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
}
