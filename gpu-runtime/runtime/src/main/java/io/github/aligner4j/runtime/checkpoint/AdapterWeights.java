package io.github.aligner4j.runtime.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What can be laid over a checkpoint for one request.
 *
 * @param adapter changes its matrices; null for the base alone
 * @param strength moves its activations, as far as a request says; null if nothing can
 */
public record AdapterWeights(
        @Nullable LoraAdapter adapter, @Nullable SteeringVectors strength) {

    /** The base alone. */
    public static final AdapterWeights NONE = new AdapterWeights(null, null);
}
