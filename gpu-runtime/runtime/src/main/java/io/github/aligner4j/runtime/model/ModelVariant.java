// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import java.util.Objects;

/**
 * The adapter and the steering strength that a sequence is read with; together with its tokens they determine its keys and
 * values.
 *
 * @param adapter name of an adapter of the model, empty for the base alone
 * @param strength coefficient of the steering vectors, 0 for none
 * @param plainTokens number of tokens at the beginning that are read without steering, so that sequences of any strength
 *     can share their keys and values: the prompt without its last token. 0 if the strength is 0
 * @param baseTokens number of tokens at the beginning that are read without the adapter, so that sequences of the base and of
 *     any activated adapter can share their keys and values: those before the invocation. 0 for the base itself and for an
 *     adapter that is always active
 */
public record ModelVariant(String adapter, double strength, int plainTokens, int baseTokens) {

    private static final String NO_ADAPTER = "";

    /** The checkpoint without adapter and steering. */
    public static final ModelVariant BASE = new ModelVariant(NO_ADAPTER, 0);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the strength is not a finite number, or {@code plainTokens} or {@code baseTokens} is
     *     below 0
     */
    public ModelVariant {
        Objects.requireNonNull(adapter, "adapter");
        if (!Double.isFinite(strength)) {
            throw new IllegalArgumentException("strength must be a finite number, but was " + strength);
        }
        if (plainTokens < 0 || baseTokens < 0) {
            throw new IllegalArgumentException(
                    "plainTokens and baseTokens must be at least 0, but were " + plainTokens + " and " + baseTokens);
        }
        plainTokens = strength == 0 ? 0 : plainTokens;
        baseTokens = adapter.isEmpty() ? 0 : baseTokens;
        // Turns -0.0 into 0.0, as records compare them as different.
        strength = strength == 0 ? 0 : strength;
    }

    /** Creates a variant that is steered, and adapted, from the first token on. */
    public ModelVariant(String adapter, double strength) {
        this(adapter, strength, 0, 0);
    }

    /** Returns a copy whose first {@code tokens} tokens are read without steering. */
    public ModelVariant plainFor(int tokens) {
        return new ModelVariant(adapter, strength, tokens, baseTokens);
    }

    /** Returns a copy whose first {@code tokens} tokens are read without the adapter. */
    public ModelVariant baseFor(int tokens) {
        return new ModelVariant(adapter, strength, plainTokens, tokens);
    }

    /** Returns the strength for the token at {@code position}, counted from 0. */
    public double strengthAt(int position) {
        return position < plainTokens ? 0 : strength;
    }

    /** Returns the adapter for the token at {@code position}, counted from 0; empty for the base alone. */
    public String adapterAt(int position) {
        return position < baseTokens ? NO_ADAPTER : adapter;
    }

    /** Returns the number of tokens at the beginning of a text whose keys and values are the same under both variants. */
    public int sharedTokens(ModelVariant other) {
        if (equals(other)) {
            return Integer.MAX_VALUE;
        }
        boolean sameAdapter = adapter.equals(other.adapter) && baseTokens == other.baseTokens;
        int unsteered = Math.min(plain(), other.plain());
        return sameAdapter ? unsteered : Math.min(unsteered, Math.min(base(), other.base()));
    }

    private int plain() {
        return strength == 0 ? Integer.MAX_VALUE : plainTokens;
    }

    private int base() {
        return adapter.isEmpty() ? Integer.MAX_VALUE : baseTokens;
    }
}
