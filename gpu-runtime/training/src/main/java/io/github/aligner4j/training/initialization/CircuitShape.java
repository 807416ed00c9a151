package io.github.aligner4j.training.initialization;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * Where in a model a {@link CopyCircuit} lies.
 *
 * @param hidden size of the residual stream
 * @param heads of each layer
 * @param headSize elements of a head
 * @param scale factor of attention scores
 * @param frequencies rotary angles per token, in radians; element {@code i} of a head turns with element {@code i} +
 *     {@code headSize} / 2
 */
record CircuitShape(int hidden, int heads, int headSize, double scale, List<Double> frequencies) {

    private static final int MOST_SLOTS = 6;
    // Faster frequencies tell neighbours apart, slower ones keep content comparable over a window.
    private static final double FAST = 0.01;
    private static final double SLOW = 0.004;
    private static final int LEAST_FAST = 4;
    private static final int LEAST_SLOW = 8;

    /**
     * Finds room in a model.
     *
     * @throws IllegalArgumentException if it is not of a shape that the circuit fits in
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
        if (!plain(config) || !plain(attention) || fast < LEAST_FAST || slow < LEAST_SLOW) {
            throw new IllegalArgumentException("a copy circuit fits in Llama models of at least 2 layers with untied"
                    + " embeddings, as many key/value heads as heads, and, by rope_theta and head_dim, at least "
                    + LEAST_FAST + " rotary frequencies above " + FAST + " (here " + fast + ") and " + LEAST_SLOW
                    + " below " + SLOW + " (here " + slow + "), such as rope_theta 1000000 and head_dim 64;"
                    + " change config.json or begin without a circuit");
        }
        return shape;
    }

    private static boolean plain(ModelConfig config) {
        boolean plainNorms = !config.unitOffsetNorm() && !config.postNorms();
        boolean plainEnds = !config.tiedEmbedding() && !config.scaledEmbedding() && config.finalLogitCap() == 0;
        return config.layers() >= 2 && plainNorms && plainEnds;
    }

    private static boolean plain(AttentionConfig attention) {
        return !attention.queryKeyNorm() && attention.logitCap() == 0 && attention.heads() == attention.keyValueHeads();
    }

    /** Pairs of a head that turn fast. */
    int[] fast() {
        return pairs(frequency -> frequency > FAST);
    }

    /** Pairs of a head that hardly turn. */
    int[] slow() {
        return pairs(frequency -> frequency < SLOW);
    }

    /** Elements of a token's code, which begins at element 1. */
    int coded() {
        return hidden / 3 - 1;
    }

    /** How many tokens before it a token knows. */
    int slots() {
        return Math.min(MOST_SLOTS, heads);
    }

    /** Elements of one slot. */
    int slotSize() {
        return Math.min(hidden * 5 / 12 / slots(), headSize);
    }

    /** First element of a slot. */
    int slot(int index) {
        return hidden / 3 + index * slotSize();
    }

    /** First element of the code to write. */
    int firstOutput() {
        return slot(slots());
    }

    /** Elements of the code to write. */
    int outputs() {
        return hidden - firstOutput();
    }

    /** What a block of length 1 becomes in a norm over {@code blocks} of them. */
    double normed(int blocks) {
        return Math.sqrt((double) hidden / blocks);
    }

    private int[] pairs(DoublePredicate wanted) {
        return IntStream.range(0, frequencies.size())
                .filter(i -> wanted.test(frequencies.get(i)))
                .toArray();
    }
}
