// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/**
 * Weights of the positions that the output may be copying from. The weight of a position, divided by the sum of all and of
 * {@link #other}, is the probability that its token comes next.
 *
 * <p><b>Origin.</b> The tables hold natural logarithms, rounded to a tenth. They were fitted by maximum likelihood of the
 * next token given all tokens before it, on 1,350 texts of four kinds: two models' answers to one question, answers with
 * three rude sentences and their neutral rewrites, such sentences alone (the training part of ParaDetox), and unchanged
 * answers, cut into tokens by one tokenizer of 16,000 entries. Design note 0006 describes the texts and what was measured.
 * The script that fitted them was not kept, so the figures can't be reproduced from this repository. Their effect can be
 * checked: {@code ResidualDrafterTest} pins the number of passes, {@code aligner bench} measures speed.
 *
 * <p>Weights depend on positions and lengths only, not on token ids, so they hold for any tokenizer. A poor weight costs
 * time and never changes the text.
 */
final class CopyWeights {

    /** Upper bounds of the classes of a match's length. */
    private static final int[] LENGTH = {0, 1, 2, 3, 4, 6};

    /** Upper bounds of the classes of a token's number of occurrences in the prediction. */
    private static final int[] FREQUENCY = {1, 3};

    /** Upper bounds of the classes of tokens since the output left the prediction. */
    private static final int[] DIVERGED = {0, 1, 2, 4, 8};

    /** Upper bounds of the classes of distance from the position that was left. */
    private static final int[] OFFSET = {-17, -4, -1, 0, 1, 2, 3, 5, 8, 16, 48};

    /** Upper bounds of the classes of the copied share of the output. */
    private static final double[] RATE = {0.3, 0.6, 0.8, 0.93};

    static final double[][] PREDICTION = {
        weights(-1.5, 2.0, 3.1, 3.3, 0.0, 0.0, 0.0),
        weights(0.0, 0.9, 1.9, 2.4, 0.9, 0.2, 0.2),
        weights(0.0, 0.0, 1.7, 2.5, 1.0, 0.9, 0.2)
    };
    static final double[][] DISTANCE = {
        weights(-2.0, -2.5, -2.4, 0.0, 0.0, -0.9, -0.7, -2.0, -2.0, -1.9, -2.0, -2.4),
        weights(-1.2, -1.8, -1.5, -0.5, 1.3, 0.8, 0.2, -0.2, 0.6, -0.3, -1.4, -1.6),
        weights(-1.5, -1.1, -1.7, -1.8, -0.1, 0.4, 0.5, 0.1, 0.7, -0.9, -1.7, -1.8),
        weights(-1.5, -1.2, -1.8, -2.2, -0.9, -0.2, 0.0, 0.0, 0.1, -0.5, -1.3, -1.9),
        weights(-1.7, -1.2, -1.7, -2.0, -1.4, -1.2, -1.0, -0.7, 0.0, 0.1, -1.2, -1.9),
        weights(-2.0, -1.9, -1.4, -1.9, -1.6, -1.6, -1.6, -1.6, -1.3, -1.5, -1.7, -2.0)
    };
    static final double[] PROMPT = weights(0.0, -2.2, 0.0, 0.9, 1.1, 1.1, 1.7);
    static final double[] OUTPUT = weights(0.0, -0.9, 0.8, 1.2, 1.7, 2.0, 3.1);
    static final double[] OTHER = weights(0.6, 0.5, 0.6, 0.7, 0.6, 0.5);
    static final double[] OTHER_BY_RATE = weights(0.9, 0.2, 0.1, -0.2, 0.4);

    private CopyWeights() {}

    /**
     * Returns the weight of a position in the prediction.
     *
     * @param length number of tokens before it that equal the output's last ones
     * @param frequency number of occurrences in the prediction of the last of these
     * @param diverged number of tokens since the output left the prediction
     * @param offset distance from the position that was left
     */
    static double inPrediction(int length, int frequency, int diverged, int offset) {
        return PREDICTION[classOf(frequency, FREQUENCY)][classOf(length, LENGTH)]
                * DISTANCE[classOf(diverged, DIVERGED)][classOf(offset, OFFSET)];
    }

    /** Returns the weight of a position in the prompt, outside the prediction's copy there. */
    static double inPrompt(int length) {
        return PROMPT[classOf(length, LENGTH)];
    }

    /** Returns the weight of a position in the output itself. */
    static double inOutput(int length) {
        return OUTPUT[classOf(length, LENGTH)];
    }

    /** Returns the weight of all tokens that no position proposes. */
    static double other(CopyPosition position) {
        return OTHER[classOf(position.diverged(), DIVERGED)] * OTHER_BY_RATE[rateClass(position)];
    }

    private static double[] weights(double... logarithms) {
        return Arrays.stream(logarithms).map(Math::exp).toArray();
    }

    private static int rateClass(CopyPosition position) {
        int found = Arrays.binarySearch(RATE, position.copyRate());
        return found < 0 ? -found - 1 : found;
    }

    private static int classOf(int value, int[] bounds) {
        int found = Arrays.binarySearch(bounds, value);
        return found < 0 ? -found - 1 : found;
    }
}
