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
 */
public record ModelVariant(String adapter, double strength, int plainTokens) {

    /** The checkpoint without adapter and steering. */
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
        // Turns -0.0 into 0.0, as records compare them as different.
        strength = strength == 0 ? 0 : strength;
    }

    /** Creates a variant that is steered from the first token on. */
    public ModelVariant(String adapter, double strength) {
        this(adapter, strength, 0);
    }

    /** Returns a copy whose first {@code tokens} tokens are read without steering. */
    public ModelVariant plainFor(int tokens) {
        return new ModelVariant(adapter, strength, tokens);
    }

    /** Returns the strength for the token at {@code position}, counted from 0. */
    public double strengthAt(int position) {
        return position < plainTokens ? 0 : strength;
    }

    /** Returns the number of tokens at the beginning of a text whose keys and values are the same under both variants. */
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
