package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Path;

/**
 * The shape of a decoder-only model, with all of its family's defaults filled in.
 *
 * @param contextTokens the maximum number of tokens in a sequence, {@code max_position_embeddings}
 * @param normEpsilon added under the root of each RMS norm
 * @param unitOffsetNorm norms multiply by 1 + weight, in float32
 * @param postNorms attention and feed-forward are normed after as well
 * @param feedForwardBias feed-forward layers have biases
 * @param scaledEmbedding embeddings are multiplied by sqrt(hiddenSize)
 * @param tiedEmbedding the output layer is the embedding table
 * @param finalLogitCap logits l become c tanh(l / c); 0: no cap
 */
public record ModelConfig(
        ModelFamily family,
        int vocabularySize,
        int contextTokens,
        int hiddenSize,
        int feedForwardSize,
        AttentionConfig attention,
        Activation activation,
        double normEpsilon,
        boolean unitOffsetNorm,
        boolean postNorms,
        boolean feedForwardBias,
        boolean scaledEmbedding,
        boolean tiedEmbedding,
        double finalLogitCap) {

    private static final long LARGEST_FILE = 4L << 20;

    /**
     * Reads a {@code config.json}, with the defaults of its family.
     *
     * @throws CheckpointException if it is missing or damaged, or describes a model that can't be run
     */
    public static ModelConfig read(Path configJson) {
        return ModelConfigReader.read(JsonFields.read(configJson, LARGEST_FILE));
    }

    /** Number of layers. */
    public int layers() {
        return attention.layers().size();
    }
}
