package io.github.aligner4j.training.network;

/**
 * Examples of one forward pass, padded to the same length.
 *
 * @param ids the token ids, row by row; padding follows the tokens of a row, where causal attention hides it
 * @param rows the number of examples
 * @param labelPositions indices into {@code ids} of the tokens whose successors count in the loss
 * @param labels the successors of those tokens
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and large
public record MicroBatch(long[] ids, int rows, long[] labelPositions, long[] labels) {

    /** Checks that lengths are consistent. */
    public MicroBatch {
        if (rows < 1 || ids.length == 0 || ids.length % rows != 0 || labelPositions.length != labels.length) {
            throw new IllegalArgumentException("a batch of " + rows + " rows has " + ids.length + " ids, "
                    + labelPositions.length + " label positions and " + labels.length + " labels");
        }
    }
}
