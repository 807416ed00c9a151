package io.github.aligner4j.training.network;

/**
 * Sequences that go through the network together, padded to the same length.
 *
 * @param ids token ids, row by row; what pads is never looked at by what is scored
 * @param rows number of sequences
 * @param places indices in {@code ids} of the tokens after which something is to be learnt
 * @param targets the token that should come after each of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and large
public record MicroBatch(long[] ids, int rows, long[] places, long[] targets) {

    /** Checks that lengths fit. */
    public MicroBatch {
        if (rows < 1 || ids.length == 0 || ids.length % rows != 0 || places.length != targets.length) {
            throw new IllegalArgumentException("a batch of " + rows + " rows has " + ids.length + " ids, "
                    + places.length + " places and " + targets.length + " targets");
        }
    }

    /** Number of tokens to be learnt. */
    public int scored() {
        return targets.length;
    }
}
