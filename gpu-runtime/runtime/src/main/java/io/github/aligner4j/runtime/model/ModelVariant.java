package io.github.aligner4j.runtime.model;

import java.util.Objects;

/**
 * What, besides the tokens, decides a sequence's keys and values: which low-rank adapter changes the weights, and how far the
 * activations are moved along the checkpoint's correction vector.
 *
 * @param adapter name of an adapter of the model, empty for the base alone
 * @param strength coefficient of the correction vector, 0 for none
 */
public record ModelVariant(String adapter, double strength) {

    /** The checkpoint as it is. */
    public static final ModelVariant BASE = new ModelVariant("", 0);

    /**
     * Checks the strength.
     *
     * @throws IllegalArgumentException if it is not a finite number
     */
    public ModelVariant {
        Objects.requireNonNull(adapter, "adapter");
        if (!Double.isFinite(strength)) {
            throw new IllegalArgumentException("strength must be a finite number, but was " + strength);
        }
    }
}
