// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.schedule;

import java.util.Arrays;
import java.util.List;

/**
 * A tokenized training example.
 *
 * @param ids the token ids
 * @param firstLabel the index of the first token that counts in the loss, at least 1; all later ones do, too
 * @param weights the weights in the loss of the tokens from {@code firstLabel} on, above 0
 * @param promptLabels further labels, inside the prompt
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and large
public record Example(int[] ids, int firstLabel, float[] weights, List<PromptLabel> promptLabels) {

    /**
     * A label inside the prompt, which is not the token that follows there.
     *
     * @param position the index of the token at which it is predicted
     * @param token the token to predict
     * @param weight its weight in the loss, above 0
     */
    public record PromptLabel(int position, int token, float weight) {}

    /** Requires at least one label, and a weight for each. */
    public Example {
        if (firstLabel < 1 || firstLabel >= ids.length) {
            throw new IllegalArgumentException("the first label of an example of " + ids.length
                    + " tokens must be 1 to " + (ids.length - 1) + ", but was " + firstLabel);
        }
        if (weights.length != ids.length - firstLabel) {
            throw new IllegalArgumentException(
                    "an example with " + (ids.length - firstLabel) + " labels has " + weights.length + " weights");
        }
        promptLabels = List.copyOf(promptLabels);
    }

    /** Creates an example whose labels have a weight of 1. */
    public Example(int[] ids, int firstLabel) {
        this(ids, firstLabel, ones(Math.max(0, ids.length - firstLabel)), List.of());
    }

    private static float[] ones(int count) {
        float[] weights = new float[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Returns the number of input tokens: all but the last. */
    public int length() {
        return ids.length - 1;
    }

    /** Returns the number of tokens that count in the loss. */
    public int labels() {
        return weights.length + promptLabels.size();
    }

    /** Returns the sum of the weights of all labels. */
    public double weight() {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum + promptLabels.stream().mapToDouble(PromptLabel::weight).sum();
    }
}
