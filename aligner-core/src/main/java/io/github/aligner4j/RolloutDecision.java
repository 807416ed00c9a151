package io.github.aligner4j;

/**
 * The decision of a {@link Rollout} on one answer, taken once, before its first layer.
 *
 * @param mode {@link LayerMode#ENFORCE}, {@link LayerMode#SHADOW} or {@link LayerMode#OFF}
 * @param reason the reason why the layer is skipped; empty for the other modes
 */
record RolloutDecision(LayerMode mode, String reason) {

    static final RolloutDecision ENFORCE = new RolloutDecision(LayerMode.ENFORCE, "");
    static final RolloutDecision SHADOW = new RolloutDecision(LayerMode.SHADOW, "");

    static RolloutDecision skip(String reason) {
        return new RolloutDecision(LayerMode.OFF, reason);
    }

    /** Returns true if users get the layer's correction. */
    boolean enforces() {
        return mode == LayerMode.ENFORCE;
    }
}
