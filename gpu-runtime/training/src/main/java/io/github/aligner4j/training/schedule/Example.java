package io.github.aligner4j.training.schedule;

/**
 * A sequence of tokens to learn from.
 *
 * @param ids all tokens
 * @param firstScored index of the first token to be learnt, at least 1; all after it are, too
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and large
public record Example(int[] ids, int firstScored) {

    /** Checks that something is to be learnt. */
    public Example {
        if (firstScored < 1 || firstScored >= ids.length) {
            throw new IllegalArgumentException(
                    "of " + ids.length + " tokens, those from the " + firstScored + "-th on can't be learnt");
        }
    }

    /** Number of tokens that the network reads: all but the last. */
    public int length() {
        return ids.length - 1;
    }

    /** Number of tokens to be learnt. */
    public int scored() {
        return ids.length - firstScored;
    }
}
