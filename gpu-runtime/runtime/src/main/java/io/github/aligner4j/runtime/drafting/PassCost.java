package io.github.aligner4j.runtime.drafting;

/**
 * Time of a forward pass by its number of tokens: {@code 1 + max(0, tokens - freeTokens) * perToken}, in units of a pass over
 * one token. Measured times are close enough to a flat head and a straight line to choose the size of a draft; design note
 * 0006 has the measurements.
 *
 * @param freeTokens number of tokens that take the time of one, at least 1
 * @param perToken time of each further token, 0 or more
 */
public record PassCost(int freeTokens, double perToken) {

    /** Two cores of a current CPU with bfloat16 weights, 134M to 1.1B parameters; measured. */
    public static final PassCost CPU = new PassCost(4, 0.04);

    /**
     * A current GPU, by arithmetic and not by measurement: 2 operations per parameter and token at 400 TFLOP/s, against reading
     * the parameters at 4 TB/s and launching some dozen kernels per layer.
     */
    public static final PassCost GPU = new PassCost(4, 0.005);

    /**
     * Checks the figures.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public PassCost {
        if (freeTokens < 1) {
            throw new IllegalArgumentException("freeTokens must be at least 1, but was " + freeTokens);
        }
        if (!(perToken >= 0) || Double.isInfinite(perToken)) {
            throw new IllegalArgumentException("perToken must be a finite number of at least 0, but was " + perToken);
        }
    }

    /**
     * Returns the cost of the tokens of one sequence in a pass that {@code sequences} share, in units of its share of a plain
     * pass. The share of the fixed cost is smaller, so further tokens cost more in comparison.
     *
     * @param sequences number of sequences in the pass, at least 1
     */
    public PassCost shared(int sequences) {
        return new PassCost(Math.max(1, freeTokens / sequences), perToken * sequences / time(sequences));
    }

    /** Returns the time of a pass over {@code tokens} tokens, in passes over one token. */
    public double time(int tokens) {
        return 1 + Math.max(0, tokens - freeTokens) * perToken;
    }
}
