package io.github.aligner4j.training.schedule;

/**
 * A tokenized training example.
 *
 * @param ids the token ids
 * @param firstLabel the index of the first token that counts in the loss, at least 1; all later ones do, too
 * @param firstWeight the weight of that first token in the loss, above 0; later ones have a weight of 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and large
public record Example(int[] ids, int firstLabel, float firstWeight) {

    /** Requires at least one label. */
    public Example {
        if (firstLabel < 1 || firstLabel >= ids.length) {
            throw new IllegalArgumentException("the first label of an example of " + ids.length
                    + " tokens must be 1 to " + (ids.length - 1) + ", but was " + firstLabel);
        }
    }

    /** Creates an example whose labels have a weight of 1. */
    public Example(int[] ids, int firstLabel) {
        this(ids, firstLabel, 1);
    }

    /** Returns the number of input tokens: all but the last. */
    public int length() {
        return ids.length - 1;
    }

    /** Returns the number of tokens that count in the loss. */
    public int labels() {
        return ids.length - firstLabel;
    }

    /** Returns the sum of the weights of all labels. */
    public double weight() {
        return labels() - 1 + (double) firstWeight;
    }
}
