package io.github.aligner4j.runtime.model;

/**
 * A decoder-only language model on a device. The model never changes; a sequence's state is its {@link KeyValueCache}.
 *
 * <p>Used by one thread at a time, the device's.
 */
public interface CausalLanguageModel extends AutoCloseable {

    /** Number of tokens in the vocabulary, the length of {@link #logits}. */
    int vocabularySize();

    /** Most tokens in one sequence, prompt and completion together. */
    int contextTokens();

    /**
     * Returns an empty cache for one sequence.
     *
     * @param capacity most tokens it will hold, at most {@link #contextTokens()}
     */
    KeyValueCache newCache(int capacity);

    /**
     * Reads {@code tokenIds} in one forward pass, appends them to {@code cache} and returns the logits of the token that
     * follows the last one.
     *
     * @param tokenIds at least one token of the vocabulary
     * @return float32, shape [vocabularySize]
     */
    float[] logits(int[] tokenIds, KeyValueCache cache);

    /** Like {@link #logits}, but returns only the most likely token's id (the lowest one among equals). */
    int greedy(int[] tokenIds, KeyValueCache cache);

    @Override
    void close();
}
