package io.github.aligner4j.runtime.scheduling;

/**
 * What became of the prompts' beginnings.
 *
 * @param promptTokens tokens of all prompts that were begun
 * @param reusedTokens those of them that were not read anew, because their keys and values were at hand
 * @param entries prefixes kept for requests to come
 * @param bytes device memory that these take
 */
public record PrefixReuse(long promptTokens, long reusedTokens, int entries, long bytes) {

    /** Returns the share of prompt tokens that were not read anew, 0 to 1. */
    public double hitRate() {
        return promptTokens == 0 ? 0 : (double) reusedTokens / promptTokens;
    }
}
