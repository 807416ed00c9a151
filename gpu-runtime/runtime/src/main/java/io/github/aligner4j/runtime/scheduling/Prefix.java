// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.Arrays;

/**
 * The beginning of a sequence, with its keys and values.
 *
 * @param tokens as many tokens as the cache holds
 * @param cache their keys and values
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only
record Prefix(int[] tokens, KeyValueCache cache) {

    /** Minimum number of tokens worth reusing; fewer are read faster than they are copied. */
    static final int MIN_TOKENS = 8;

    /**
     * Maximum number of tokens at the end of a prefix that are dropped rather than kept by a copy. Where text was cut off, it is often
     * tokenized in another way once it continues.
     */
    static final int MAX_DROPPED_TOKENS = 16;

    /** Returns the part of {@code tokens} that {@code cache} holds. */
    static Prefix of(int[] tokens, KeyValueCache cache) {
        return new Prefix(Arrays.copyOf(tokens, cache.length()), cache);
    }

    ModelVariant variant() {
        return cache.variant();
    }

    /** Returns the number of tokens of {@code other} that need not be read; its last one always must. */
    int reusableTokens(int[] other, ModelVariant variant) {
        int common = Math.min(commonLength(tokens, other), variant().sharedTokens(variant));
        int usable = Math.min(common, other.length - 1);
        return usable < MIN_TOKENS ? 0 : usable;
    }

    /** Returns whether this is a prefix of {@code other} under the same variant. */
    boolean isPrefixOf(Prefix other) {
        int shared = variant().sharedTokens(other.variant());
        return Math.min(shared, commonLength(tokens, other.tokens)) >= tokens.length;
    }

    /** Returns the length of the common prefix of both. */
    static int commonLength(int[] tokens, int[] other) {
        int different = Arrays.mismatch(tokens, other);
        return different < 0 ? tokens.length : different;
    }
}
