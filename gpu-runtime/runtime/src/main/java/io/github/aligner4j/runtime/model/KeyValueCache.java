package io.github.aligner4j.runtime.model;

/** Keys and values of the tokens that one sequence has read. Owns device memory until closed. */
public interface KeyValueCache extends AutoCloseable {

    /** Number of tokens held. */
    int length();

    /** Most tokens it can hold. */
    int capacity();

    /**
     * Forgets all but the first {@code length} tokens; costs nothing.
     *
     * @throws IllegalArgumentException if {@code length} is negative or above {@link #length()}
     */
    void truncate(int length);

    @Override
    void close();
}
