package io.github.aligner4j.training.schedule;

/**
 * A tokenized training example.
 *
 * @param ids the token ids
 * @param firstLabel the index of the first token that counts in the loss, at least 1; all later ones do, too
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and large
public record Example(int[] ids, int firstLabel) {

    /** Requires at least one label. */
    public Example {
        if (firstLabel < 1 || firstLabel >= ids.length) {
            throw new IllegalArgumentException("the first label of an example of " + ids.length
                    + " tokens must be 1 to " + (ids.length - 1) + ", but was " + firstLabel);
        }
    }

    /** Returns the number of input tokens: all but the last. */
    public int length() {
        return ids.length - 1;
    }

    /** Returns the number of tokens that count in the loss. */
    public int labels() {
        return ids.length - firstLabel;
    }
}
