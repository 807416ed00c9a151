package io.github.aligner4j.runtime.model;

import java.util.Objects;

/**
 * Everything besides the tokens that determines a sequence's keys and values: the adapter that changes the weights, and how far the
 * activations are moved along the checkpoint's correction vectors.
 *
 * @param adapter name of an adapter of the model, empty for the base alone
 * @param strength coefficient of the correction vectors, 0 for none
 * @param plainTokens the number of tokens at the beginning that are read without the vectors, so that they can be shared whatever the
 *     strength: a prompt but its last token. 0 if there is no strength anyway
 */
public record ModelVariant(String adapter, double strength, int plainTokens) {

    /** The checkpoint as it is. */
    public static final ModelVariant BASE = new ModelVariant("", 0);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the strength is not a finite number, or {@code plainTokens} is below 0
     */
    public ModelVariant {
        Objects.requireNonNull(adapter, "adapter");
        if (!Double.isFinite(strength)) {
            throw new IllegalArgumentException("strength must be a finite number, but was " + strength);
        }
        if (plainTokens < 0) {
            throw new IllegalArgumentException("plainTokens must be at least 0, but was " + plainTokens);
        }
        plainTokens = strength == 0 ? 0 : plainTokens;
        // There is a second zero, which no equality should see.
        strength = strength == 0 ? 0 : strength;
    }

    /** Returns a variant whose strength holds from the first token on. */
    public ModelVariant(String adapter, double strength) {
        this(adapter, strength, 0);
    }

    /** Returns this variant with its strength held back for the first {@code tokens} tokens. */
    public ModelVariant plainFor(int tokens) {
        return new ModelVariant(adapter, strength, tokens);
    }

    /** Returns with what strength the token at {@code position}, counted from 0, is read. */
    public double strengthAt(int position) {
        return position < plainTokens ? 0 : strength;
    }

    /** Returns how many tokens at the beginning of the same text have the same keys and values under both. */
    public int sharedTokens(ModelVariant other) {
        if (equals(other)) {
            return Integer.MAX_VALUE;
        }
        return adapter.equals(other.adapter) ? Math.min(plain(), other.plain()) : 0;
    }

    private int plain() {
        return strength == 0 ? Integer.MAX_VALUE : plainTokens;
    }
}
