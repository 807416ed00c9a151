package io.github.aligner4j.runtime.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * The variants that a model has.
 *
 * @param strengths for each adapter, and under the empty name for the base alone, the usual strength; empty where there is no
 *     correction vector
 */
public record ModelVariants(Map<String, OptionalDouble> strengths) {

    /** Of a model without adapters and correction vectors. */
    public static final ModelVariants BASE_ONLY =
            new ModelVariants(Map.of(ModelVariant.BASE.adapter(), OptionalDouble.empty()));

    /** Copies the map. */
    public ModelVariants {
        strengths = Map.copyOf(strengths);
    }

    /**
     * Returns the variant that a request asks for.
     *
     * @param adapter name of an adapter, empty for the base alone
     * @param strength coefficient of the correction vector, empty for the usual one
     * @throws IllegalArgumentException if there is no such adapter, or a strength but no vector
     */
    public ModelVariant choose(Optional<String> adapter, OptionalDouble strength) {
        String name = adapter.orElse(ModelVariant.BASE.adapter());
        double usual = strengths.getOrDefault(name, OptionalDouble.empty()).orElse(0);
        ModelVariant variant = new ModelVariant(name, strength.orElse(usual));
        require(variant);
        return variant;
    }

    /**
     * Checks that the model has a variant.
     *
     * @throws IllegalArgumentException if there is no such adapter, or a strength but no vector
     */
    public void require(ModelVariant variant) {
        OptionalDouble usual = strengths.get(variant.adapter());
        if (usual == null) {
            throw new IllegalArgumentException(
                    "there is no adapter '" + variant.adapter() + "'; the model was loaded with " + adapters());
        }
        if (variant.strength() != 0 && usual.isEmpty()) {
            throw new IllegalArgumentException(
                    "a strength of " + variant.strength() + " can't be applied: the checkpoint"
                            + " has no strength vectors; make some with 'aligner strength', or leave the strength out");
        }
    }

    private String adapters() {
        TreeSet<String> names = new TreeSet<>(strengths.keySet());
        names.remove(ModelVariant.BASE.adapter());
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
