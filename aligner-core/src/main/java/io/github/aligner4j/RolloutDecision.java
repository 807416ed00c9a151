// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * The decision of a {@link Rollout} on one answer, taken once, before its first layer.
 *
 * @param mode the rollout's mode
 * @param effect {@link LayerMode#ENFORCE}, {@link LayerMode#SHADOW} or {@link LayerMode#OFF}
 * @param reason the reason why the layer is skipped; empty unless the effect is {@link LayerMode#OFF}
 */
record RolloutDecision(LayerMode mode, LayerMode effect, String reason) {

    /** Returns a decision for the layer. */
    static RolloutDecision of(LayerMode mode, LayerMode effect) {
        return new RolloutDecision(mode, effect, "");
    }

    /** Returns a decision to skip the layer. */
    static RolloutDecision skip(LayerMode mode, String reason) {
        return new RolloutDecision(mode, LayerMode.OFF, reason);
    }

    /** Returns true if users get the layer's correction. */
    boolean enforces() {
        return effect == LayerMode.ENFORCE;
    }

    /** Returns true if the layer corrects the answer in the background. */
    boolean observes() {
        return effect == LayerMode.SHADOW;
    }
}
