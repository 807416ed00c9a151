// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.List;

/**
 * The attention settings of a model that all layers share, with those of each layer.
 *
 * @param heads number of query heads
 * @param keyValueHeads number of key/value heads; each serves heads / keyValueHeads query heads in a row
 * @param headSize number of elements of one head
 * @param scale factor of the scores
 * @param logitCap scores s become c tanh(s / c); 0: no cap
 * @param queryKeyNorm true if queries and keys are normed per head
 * @param inputBias true if query, key and value layers have biases
 * @param outputBias true if the output layer has a bias
 * @param layers window and rotary positions of each layer, in order
 */
public record AttentionConfig(
        int heads,
        int keyValueHeads,
        int headSize,
        double scale,
        double logitCap,
        boolean queryKeyNorm,
        boolean inputBias,
        boolean outputBias,
        List<LayerAttention> layers) {

    /** Copies the list. */
    public AttentionConfig {
        layers = List.copyOf(layers);
    }

    /**
     * Returns the distinct values of {@link #layers}, in order of first use. A program computes masks and rotations once for
     * each; models have one or two.
     */
    public List<LayerAttention> kinds() {
        return layers.stream().distinct().toList();
    }

    /** Returns the length of all queries of one token. */
    public int querySize() {
        return heads * headSize;
    }

    /** Returns the length of all keys, or of all values, of one token. */
    public int keyValueSize() {
        return keyValueHeads * headSize;
    }
}
