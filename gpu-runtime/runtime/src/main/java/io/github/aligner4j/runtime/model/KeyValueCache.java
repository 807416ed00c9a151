package io.github.aligner4j.runtime.model;

/** Keys and values of the tokens that one sequence has read. Owns device memory until closed. */
public interface KeyValueCache extends AutoCloseable {

    /** Number of tokens held. */
    int length();

    /** Returns the number of tokens that it can hold before it must {@link #reserve} more room. */
    int capacity();

    /** Returns the variant of the model with which the keys and values were computed. */
    ModelVariant variant();

    /**
     * Makes room for {@code capacity} tokens in all; does nothing if there is. While the room grows, old and new are held.
     *
     * @throws IllegalArgumentException if that is more than the model's context
     */
    void reserve(int capacity);

    /**
     * Forgets all but the first {@code length} tokens; costs nothing.
     *
     * @throws IllegalArgumentException if {@code length} is negative or above {@link #length()}
     */
    void truncate(int length);

    /**
     * Keeps the first {@code length} tokens and, moved up behind them, those at {@code rows}: the branch of a tree that
     * turned out to be right.
     *
     * @param rows places in this cache, ascending, none below {@code length}
     * @throws IllegalArgumentException if they are not
     */
    void keep(int length, int[] rows);

    /**
     * Copies the first {@code length} tokens of {@code source} into this cache, which must be empty and have room for them; so
     * many must both variants {@linkplain ModelVariant#sharedTokens share}.
     *
     * @throws IllegalArgumentException if it is not
     */
    void copyPrefix(KeyValueCache source, int length);

    @Override
    void close();
}
