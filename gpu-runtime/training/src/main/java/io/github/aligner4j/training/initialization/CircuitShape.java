// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.initialization;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.Multipliers;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * The position of a {@link CopyCircuit} within a model.
 *
 * @param hidden the size of the residual stream
 * @param heads the number of heads of a layer
 * @param headSize the size of a head
 * @param scale the scale of attention scores
 * @param frequencies the rotary angles per token in radians; element {@code i} of a head rotates with element {@code i} +
 *     {@code headSize} / 2
 */
record CircuitShape(int hidden, int heads, int headSize, double scale, List<Double> frequencies) {

    private static final int MAX_SLOTS = 6;
    // Fast frequencies distinguish neighbours, slow ones keep content comparable over a window.
    private static final double FAST = 0.01;
    private static final double SLOW = 0.004;
    private static final int MIN_FAST = 4;
    private static final int MIN_SLOW = 8;

    /**
     * Returns the position of the circuit in a model.
     *
     * @throws IllegalArgumentException if the circuit does not fit the shape of the model
     */
    static CircuitShape of(ModelConfig config) {
        AttentionConfig attention = config.attention();
        float[] found = attention.layers().get(0).rotary().frequencies();
        List<Double> frequencies = IntStream.range(0, found.length)
                .mapToObj(i -> (double) found[i])
                .toList();
        CircuitShape shape = new CircuitShape(
                config.hiddenSize(), attention.heads(), attention.headSize(), attention.scale(), frequencies);
        int fast = shape.fast().length;
        int slow = shape.slow().length;
        if (!plain(config) || !plain(attention) || fast < MIN_FAST || slow < MIN_SLOW) {
            throw new IllegalArgumentException("a copy circuit fits in Llama models of at least 2 layers with untied"
                    + " embeddings, as many key/value heads as heads, and, by rope_theta and head_dim, at least "
                    + MIN_FAST + " rotary frequencies above " + FAST + " (here " + fast + ") and " + MIN_SLOW
                    + " below " + SLOW + " (here " + slow + "), such as rope_theta 1000000 and head_dim 64;"
                    + " change config.json, or start without a circuit");
        }
        return shape;
    }

    private static boolean plain(ModelConfig config) {
        boolean plainNorms = !config.unitOffsetNorm() && !config.postNorms();
        boolean plainEnds = !config.tiedEmbedding()
                && !config.scaledEmbedding()
                && config.finalLogitCap() == 0
                && config.multipliers().equals(Multipliers.NONE);
        return config.layers() >= 2 && plainNorms && plainEnds;
    }

    private static boolean plain(AttentionConfig attention) {
        return !attention.queryKeyNorm() && attention.logitCap() == 0 && attention.heads() == attention.keyValueHeads();
    }

    /** Returns the number of rotary pairs of a head with a fast frequency. */
    int[] fast() {
        return pairs(frequency -> frequency > FAST);
    }

    /** Returns the number of rotary pairs of a head with a slow frequency. */
    int[] slow() {
        return pairs(frequency -> frequency < SLOW);
    }

    /** Returns the size of a token's code, which starts at element 1. */
    int coded() {
        return hidden / 3 - 1;
    }

    /** Returns the number of slots for previous tokens. */
    int slots() {
        return Math.min(MAX_SLOTS, heads);
    }

    /** Returns the size of a slot. */
    int slotSize() {
        return Math.min(hidden * 5 / 12 / slots(), headSize);
    }

    /** Returns the first element of a slot. */
    int slot(int index) {
        return hidden / 3 + index * slotSize();
    }

    /** Returns the first element of the code to write. */
    int firstOutput() {
        return slot(slots());
    }

    /** Returns the size of the code to write. */
    int outputs() {
        return hidden - firstOutput();
    }

    /** Returns the length of a block of length 1 after a norm over {@code blocks} of them. */
    double normed(int blocks) {
        return Math.sqrt((double) hidden / blocks);
    }

    private int[] pairs(DoublePredicate wanted) {
        return IntStream.range(0, frequencies.size())
                .filter(i -> wanted.test(frequencies.get(i)))
                .toArray();
    }
}
