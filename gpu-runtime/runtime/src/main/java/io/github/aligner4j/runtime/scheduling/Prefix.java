package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.Arrays;

/**
 * Tokens whose keys and values are at hand.
 *
 * @param tokens as many as the cache holds
 * @param cache their keys and values
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only
record Prefix(int[] tokens, KeyValueCache cache) {

    /** Fewer tokens are read faster than copied. */
    static final int FEWEST = 8;

    /** So many tokens at the end may be lost without regret; text that goes on is often cut into other tokens there. */
    static final int TAIL = 16;

    /** Returns the first tokens of a sequence, those that {@code cache} holds. */
    static Prefix of(int[] tokens, KeyValueCache cache) {
        return new Prefix(Arrays.copyOf(tokens, cache.length()), cache);
    }

    ModelVariant variant() {
        return cache.variant();
    }

    /** Returns how many of {@code other}'s tokens it saves reading; one always has to be read. */
    int serves(int[] other, ModelVariant variant) {
        int common = Math.min(common(tokens, other), variant().sharedTokens(variant));
        int usable = Math.min(common, other.length - 1);
        return usable < FEWEST ? 0 : usable;
    }

    /** Returns whether {@code other} begins with these tokens. */
    boolean begins(Prefix other) {
        int shared = variant().sharedTokens(other.variant());
        return Math.min(shared, common(tokens, other.tokens)) >= tokens.length;
    }

    /** Returns how many tokens both begin with. */
    static int common(int[] tokens, int[] other) {
        int different = Arrays.mismatch(tokens, other);
        return different < 0 ? tokens.length : different;
    }
}
