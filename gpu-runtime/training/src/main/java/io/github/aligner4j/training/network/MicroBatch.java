// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.network;

/**
 * Examples of one forward pass, padded to the same length.
 *
 * @param ids the token ids, row by row; padding follows the tokens of a row, where causal attention hides it
 * @param rows the number of examples
 * @param labelPositions indices into {@code ids} of the tokens whose successors count in the loss
 * @param labels the successors of those tokens
 * @param weights the weights of the labels in the loss
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and large
public record MicroBatch(long[] ids, int rows, long[] labelPositions, long[] labels, float[] weights) {

    /** Checks that lengths are consistent. */
    public MicroBatch {
        boolean labelled = labelPositions.length == labels.length && labels.length == weights.length;
        if (rows < 1 || ids.length == 0 || ids.length % rows != 0 || !labelled) {
            throw new IllegalArgumentException("a batch of " + rows + " rows has " + ids.length + " ids, "
                    + labelPositions.length + " label positions, " + labels.length + " labels and " + weights.length
                    + " weights");
        }
    }

    /** Returns whether the {@code i}-th label is the first one of its row. */
    public boolean isFirst(int i) {
        long columns = ids.length / rows;
        return i == 0 || labelPositions[i] / columns != labelPositions[i - 1] / columns;
    }

    /** Returns the sum of all weights. */
    public double weight() {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
