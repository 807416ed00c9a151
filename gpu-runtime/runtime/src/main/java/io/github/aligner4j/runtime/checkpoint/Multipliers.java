// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/**
 * The constant factors of Granite, by which activations are scaled at three places; those of attention scores are in {@link
 * AttentionConfig#scale}.
 *
 * @param embedding factor of embeddings, {@code embedding_multiplier}
 * @param residual factor of each block's output before it is added to the residual stream, {@code residual_multiplier}
 * @param logitDivisor divisor of logits, {@code logits_scaling}
 */
public record Multipliers(double embedding, double residual, double logitDivisor) {

    /** No scaling. */
    public static final Multipliers NONE = new Multipliers(1, 1, 1);

    static Multipliers read(JsonFields config) {
        return new Multipliers(
                config.positive("embedding_multiplier", 1),
                config.positive("residual_multiplier", 1),
                config.positive("logits_scaling", 1));
    }
}
