// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.Objects;

/**
 * A layer of an {@link AlignerStack}. Immutable.
 *
 * @param name its name in traces, metrics and messages
 * @param aligner corrects the answer
 * @param failurePolicy decides on the answer when {@code aligner} or {@code gate} fails
 * @param gate decides whether the layer applies to an answer
 * @param rollout decides whether users get the layer's corrections
 */
public record Layer(
        String name,
        Aligner aligner,
        FailurePolicy failurePolicy,
        LayerGate gate,
        @Incubating Rollout rollout) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public Layer {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("a layer needs a name, but it is blank");
        }
        Objects.requireNonNull(aligner, "aligner");
        Objects.requireNonNull(failurePolicy, "failurePolicy");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(rollout, "rollout");
    }

    /** Creates a layer whose corrections all users get. */
    public Layer(String name, Aligner aligner, FailurePolicy failurePolicy, LayerGate gate) {
        this(name, aligner, failurePolicy, gate, Rollout.enforce());
    }

    /** Returns a layer that applies to every answer and fails closed. */
    public static Layer of(String name, Aligner aligner) {
        return new Layer(name, aligner, FailurePolicy.failClosed(), LayerGate.ALWAYS);
    }

    /** Returns a copy with another failure policy. */
    public Layer withFailurePolicy(FailurePolicy failurePolicy) {
        return new Layer(name, aligner, failurePolicy, gate, rollout);
    }

    /** Returns a copy with another rollout, which the copy shares with others that have it. */
    @Incubating
    public Layer withRollout(Rollout rollout) {
        return new Layer(name, aligner, failurePolicy, gate, rollout);
    }

    /** Returns a copy with another gate. */
    public Layer withGate(LayerGate gate) {
        return new Layer(name, aligner, failurePolicy, gate, rollout);
    }
}
