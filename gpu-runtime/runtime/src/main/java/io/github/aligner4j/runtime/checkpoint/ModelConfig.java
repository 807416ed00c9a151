// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Path;

/**
 * The shape of a decoder-only model, with all of its family's defaults filled in.
 *
 * @param family model family
 * @param vocabularySize number of tokens
 * @param contextTokens maximum number of tokens of a sequence, {@code max_position_embeddings}
 * @param hiddenSize size of the residual stream
 * @param feedForwardSize inner size of feed-forward blocks
 * @param attention attention of all layers
 * @param activation activation function of feed-forward blocks
 * @param normEpsilon addend under the root of each RMS norm
 * @param unitOffsetNorm true if norms multiply by 1 + weight, in float32
 * @param postNorms true if attention and feed-forward blocks have a norm after them, too
 * @param feedForwardBias true if feed-forward layers have biases
 * @param sharedMlp true if gate and up are stored as one matrix, {@code shared_mlp.input_linear}
 * @param scaledEmbedding true if embeddings are multiplied by sqrt(hiddenSize)
 * @param multipliers other constant factors of activations
 * @param tiedEmbedding true if the output layer is the embedding table
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
        boolean sharedMlp,
        boolean scaledEmbedding,
        Multipliers multipliers,
        boolean tiedEmbedding,
        double finalLogitCap) {

    private static final long MAX_FILE_BYTES = 4L << 20;

    /**
     * Reads a {@code config.json}, with the defaults of its family.
     *
     * @throws CheckpointException if it is missing or damaged, or describes a model that can't be run
     */
    public static ModelConfig read(Path configJson) {
        return ModelConfigReader.read(JsonFields.read(configJson, MAX_FILE_BYTES));
    }

    /** Returns the number of layers. */
    public int layers() {
        return attention.layers().size();
    }
}
