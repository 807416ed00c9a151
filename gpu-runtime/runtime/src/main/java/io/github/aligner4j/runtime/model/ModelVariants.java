// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The variants of a model.
 *
 * @param strengths default strength of each adapter, and under the empty name of the base alone; empty for those without
 *     steering vectors
 * @param invocations invocation tokens of each activated adapter; others are always active
 */
public record ModelVariants(Map<String, OptionalDouble> strengths, Map<String, List<Integer>> invocations) {

    /** The variants of a model without adapters and steering vectors. */
    public static final ModelVariants BASE_ONLY =
            new ModelVariants(Map.of(ModelVariant.BASE.adapter(), OptionalDouble.empty()));

    /** Copies the maps. */
    public ModelVariants {
        strengths = Map.copyOf(strengths);
        invocations = Map.copyOf(invocations);
    }

    /** Creates the variants of a model without activated adapters. */
    public ModelVariants(Map<String, OptionalDouble> strengths) {
        this(strengths, Map.of());
    }

    /**
     * Returns the variant of a request.
     *
     * @param adapter name of an adapter, empty for the base alone
     * @param strength coefficient of the steering vectors, empty for their default
     * @throws IllegalArgumentException if there is no such adapter, or a strength but no steering vectors
     */
    public ModelVariant choose(Optional<String> adapter, OptionalDouble strength) {
        String name = adapter.orElse(ModelVariant.BASE.adapter());
        double defaultStrength =
                strengths.getOrDefault(name, OptionalDouble.empty()).orElse(0);
        ModelVariant variant = new ModelVariant(name, strength.orElse(defaultStrength));
        require(variant);
        return variant;
    }

    /**
     * Returns the variant that reads {@code prompt} and what is generated behind it.
     *
     * <p>Steering starts at the last token of the prompt, whose scores determine the first token of the completion. An activated
     * adapter starts at the last occurrence of its invocation tokens, as in PEFT; without one, it never does.
     *
     * @param chosen result of {@link #choose}
     */
    public ModelVariant reading(int[] prompt, ModelVariant chosen) {
        ModelVariant steered = chosen.plainFor(prompt.length - 1);
        List<Integer> invocation = invocations.get(chosen.adapter());
        return invocation == null ? steered : steered.baseFor(lastOccurrence(invocation, prompt));
    }

    private static int lastOccurrence(List<Integer> invocation, int[] prompt) {
        for (int start = prompt.length - invocation.size(); start >= 0; start--) {
            int at = start;
            if (IntStream.range(0, invocation.size()).allMatch(i -> prompt[at + i] == invocation.get(i))) {
                return start;
            }
        }
        return Integer.MAX_VALUE;
    }

    /**
     * Checks that the model has a variant.
     *
     * @throws IllegalArgumentException if there is no such adapter, or a strength but no steering vectors
     */
    public void require(ModelVariant variant) {
        OptionalDouble defaultStrength = strengths.get(variant.adapter());
        if (defaultStrength == null) {
            throw new IllegalArgumentException(
                    "there is no adapter '" + variant.adapter() + "'; the model was loaded with " + adapters());
        }
        if (variant.strength() != 0 && defaultStrength.isEmpty()) {
            throw new IllegalArgumentException(
                    "a strength of " + variant.strength() + " can't be applied: the checkpoint"
                            + " has no steering vectors; make some with 'aligner strength', or leave the strength out");
        }
    }

    private String adapters() {
        TreeSet<String> names = new TreeSet<>(strengths.keySet());
        names.remove(ModelVariant.BASE.adapter());
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
