package io.github.aligner4j.runtime.drafting;

import java.util.Arrays;

/**
 * How much each place that the output may be copying from counts. The share of a place in the sum of all, with
 * {@link #elsewhere} added, is the probability that its token comes next.
 *
 * <p>The tables hold logarithms, fitted by maximum likelihood on texts of known outcome; see the design note on residual
 * decoding. A wrong figure here costs time, never correctness.
 */
final class CopyWeights {

    /** Upper bounds of the classes of tokens copied in a row. */
    private static final int[] COPIED = {0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96};

    /** Upper bounds of the classes of a match's length. */
    private static final int[] LENGTH = {0, 1, 2, 3, 4, 6};

    /** Upper bounds of the classes of tokens since the prediction was left. */
    private static final int[] OWN = {0, 1, 2, 4, 8};

    /** Upper bounds of the classes of distance from the place left. */
    private static final int[] OFFSET = {-17, -4, -1, 0, 1, 2, 3, 5, 8, 16, 48};

    static final double[] COPYING = weights(-0.5, 1.7, 0.7, 1.1, 1.3, 1.6, 2.2, 2.7, 3.2, 3.5, 3.5, 3.4, 3.3, 3.7, 4.4);
    static final double[] PREDICTION = weights(-2.3, 0.6, 2.1, 2.7, 0.7, 0.4, 0.1);
    static final double[] PROMPT = weights(0.0, -3.0, -0.9, -0.1, 0.2, 0.3, 1.4);
    static final double[] OUTPUT = weights(0.0, -1.9, -0.2, 0.2, 0.7, 1.0, 2.0);
    static final double[][] DISTANCE = {
        weights(-3.7, -3.2, -2.5, 0.0, -1.0, -1.7, -1.5, -2.5, -2.4, -3.0, -3.5, -4.0),
        weights(-1.9, -1.5, -0.8, -0.4, 1.2, 0.9, 0.4, -0.0, 0.6, -0.3, -1.8, -2.2),
        weights(-2.1, -1.3, -1.1, -1.4, 0.0, 0.6, 0.7, 0.2, 0.7, -0.6, -1.7, -2.3),
        weights(-2.3, -1.5, -1.2, -1.7, -0.8, -0.2, 0.1, 0.0, 0.5, -0.5, -1.8, -2.5),
        weights(-2.4, -1.7, -1.2, -1.7, -1.3, -1.3, -1.0, -0.8, 0.1, -0.2, -1.8, -2.7),
        weights(-2.8, -2.4, -1.6, -2.0, -1.7, -1.8, -1.7, -1.7, -1.6, -1.8, -2.4, -3.0)
    };
    static final double[] ELSEWHERE = weights(-0.4, 0.1, 0.3, 0.3, 0.4, 0.3);

    private CopyWeights() {}

    /** Weight of going on with the copy. */
    static double copying(int copied) {
        return COPYING[classOf(copied, COPIED)];
    }

    /**
     * Weight of a place in the prediction.
     *
     * @param length tokens before it that are the same as the output's last ones
     * @param own tokens of the model's own since the prediction was left
     * @param offset distance from the place where it was left
     */
    static double inPrediction(int length, int own, int offset) {
        return PREDICTION[classOf(length, LENGTH)] * DISTANCE[classOf(own, OWN)][classOf(offset, OFFSET)];
    }

    /** Weight of a place in the prompt, the answer left out. */
    static double inPrompt(int length) {
        return PROMPT[classOf(length, LENGTH)];
    }

    /** Weight of a place in the model's own output. */
    static double inOutput(int length) {
        return OUTPUT[classOf(length, LENGTH)];
    }

    /**
     * Weight of a token that no place gives.
     *
     * @param own tokens of the model's own since the prediction was left
     */
    static double elsewhere(int own) {
        return ELSEWHERE[classOf(own, OWN)];
    }

    private static double[] weights(double... logarithms) {
        return Arrays.stream(logarithms).map(Math::exp).toArray();
    }

    private static int classOf(int value, int[] bounds) {
        int found = Arrays.binarySearch(bounds, value);
        return found < 0 ? -found - 1 : found;
    }
}
