package io.github.aligner4j.runtime.model;

/** The scores of the tokens that may follow some of a forward pass's tokens. Row 0 belongs to the first scored token. */
public interface Scores {

    /** Number of scored tokens. */
    int rows();

    /** Returns the most likely next token's id, the lowest one among equals. */
    int greedy(int row);

    /**
     * Returns the logits of the next token; the caller may change them.
     *
     * @return float32, shape [vocabularySize]
     * @throws UnsupportedOperationException if the segment did not ask for them
     */
    float[] logits(int row);
}
