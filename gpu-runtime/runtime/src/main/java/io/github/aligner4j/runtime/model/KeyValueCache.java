// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

/** The keys and values of one sequence. Used by one thread at a time. Owns device memory until closed. */
public interface KeyValueCache extends AutoCloseable {

    /** Returns the number of tokens whose keys and values it holds. */
    int length();

    /** Returns the number of tokens that it has room for. */
    int capacity();

    /** Returns the adapter and strength that its keys and values were computed with. */
    ModelVariant variant();

    /**
     * Makes room for {@code capacity} tokens in all; does nothing if there is room. While it grows, the memory of both sizes is
     * allocated.
     *
     * @throws IllegalArgumentException if that is more than the model's context
     */
    void reserve(int capacity);

    /**
     * Drops all but the first {@code length} tokens, at no cost.
     *
     * @throws IllegalArgumentException if {@code length} is negative or above {@link #length()}
     */
    void truncate(int length);

    /**
     * Keeps the first {@code length} tokens and, moved up behind them, those at {@code positions}: the accepted path of a draft.
     *
     * @param positions positions in this cache, ascending, none below {@code length}
     * @throws IllegalArgumentException if they are not
     */
    void keep(int length, int[] positions);

    /**
     * Copies the first {@code length} tokens of {@code source} into this cache, which must be empty and have room for them. Both
     * variants must {@linkplain ModelVariant#sharedTokens share} that many tokens.
     *
     * @throws IllegalArgumentException if one of these does not hold
     */
    void copyPrefix(KeyValueCache source, int length);

    @Override
    void close();
}
