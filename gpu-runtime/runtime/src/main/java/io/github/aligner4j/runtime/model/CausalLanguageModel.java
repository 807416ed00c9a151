// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import java.util.List;

/**
 * A decoder-only language model on a device. The model never changes; a sequence's state is its {@link KeyValueCache}.
 *
 * <p>Used by one thread at a time, the device's.
 */
public interface CausalLanguageModel extends AutoCloseable {

    /** Returns the number of tokens in the vocabulary. */
    int vocabularySize();

    /** Returns the maximum number of tokens of a sequence, prompt and completion together. */
    int contextTokens();

    /** Returns the bytes of device memory that the keys and values of one token take. */
    long cacheBytesPerToken();

    /**
     * Returns an empty cache for one sequence.
     *
     * @param capacity initial number of tokens that it has room for, 1 to {@link #contextTokens()}
     * @throws IllegalArgumentException if the capacity is out of range, or the model has no such variant
     */
    KeyValueCache newCache(int capacity, ModelVariant variant);

    /**
     * Reads the tokens of all segments in one forward pass and appends them to their caches. Sequences do not attend to each
     * other.
     *
     * @param segments at least one, each with its own cache, which has room for the segment's tokens
     * @return the scores of each segment, in the same order
     * @throws IllegalArgumentException if a token is not in the vocabulary or a cache is too small, before anything is read
     */
    List<Scores> forward(List<Segment> segments);

    @Override
    void close();
}
