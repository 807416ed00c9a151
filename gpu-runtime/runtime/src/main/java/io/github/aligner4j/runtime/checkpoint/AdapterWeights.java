// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The weights that a request can add to those of a checkpoint.
 *
 * @param lora low-rank factors added to its matrices; null for the base alone
 * @param steering vectors added to its activations, times the strength of a request; null if it has none
 */
public record AdapterWeights(
        @Nullable LoraAdapter lora, @Nullable SteeringVectors steering) {

    /** No additional weights. */
    public static final AdapterWeights NONE = new AdapterWeights(null, null);
}
