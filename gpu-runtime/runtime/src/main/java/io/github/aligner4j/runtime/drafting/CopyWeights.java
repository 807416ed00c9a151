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

    /** Upper bounds of the classes of how often the prediction has a token. */
    private static final int[] FREQUENCY = {1, 3};

    /** Upper bounds of the classes of tokens since the prediction was left. */
    private static final int[] OWN = {0, 1, 2, 4, 8};

    /** Upper bounds of the classes of distance from the place left. */
    private static final int[] OFFSET = {-17, -4, -1, 0, 1, 2, 3, 5, 8, 16, 48};

    /** Upper bounds of the classes of the copied part of the output. */
    private static final double[] RATE = {0.3, 0.6, 0.8, 0.93};

    static final double[] COPYING = weights(-0.6, 1.8, 1.0, 1.1, 1.2, 1.2, 1.3, 1.4, 1.7, 2.3, 2.7, 2.6, 2.5, 2.8, 3.6);
    static final double[] COPYING_BY_RATE = weights(0.5, 0.7, 1.0, 1.9, 2.2);
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
    static final double[] ELSEWHERE = weights(0.6, 0.5, 0.6, 0.7, 0.6, 0.5);
    static final double[] ELSEWHERE_BY_RATE = weights(0.9, 0.2, 0.1, -0.2, 0.4);

    private CopyWeights() {}

    /** Weight of going on with the copy. */
    static double copying(CopyPosition place) {
        return COPYING[classOf(place.copied(), COPIED)] * COPYING_BY_RATE[rateClass(place)];
    }

    /**
     * Weight of a place in the prediction.
     *
     * @param length tokens before it that are the same as the output's last ones
     * @param frequency how often the prediction has the last of these
     * @param own tokens of the model's own since the prediction was left
     * @param offset distance from the place where it was left
     */
    static double inPrediction(int length, int frequency, int own, int offset) {
        return PREDICTION[classOf(frequency, FREQUENCY)][classOf(length, LENGTH)]
                * DISTANCE[classOf(own, OWN)][classOf(offset, OFFSET)];
    }

    /** Weight of a place in the prompt, the answer left out. */
    static double inPrompt(int length) {
        return PROMPT[classOf(length, LENGTH)];
    }

    /** Weight of a place in the model's own output. */
    static double inOutput(int length) {
        return OUTPUT[classOf(length, LENGTH)];
    }

    /** Weight of a token that no place gives. */
    static double elsewhere(CopyPosition place) {
        return ELSEWHERE[classOf(place.own(), OWN)] * ELSEWHERE_BY_RATE[rateClass(place)];
    }

    private static double[] weights(double... logarithms) {
        return Arrays.stream(logarithms).map(Math::exp).toArray();
    }

    private static int rateClass(CopyPosition place) {
        int found = Arrays.binarySearch(RATE, place.copyRate());
        return found < 0 ? -found - 1 : found;
    }

    private static int classOf(int value, int[] bounds) {
        int found = Arrays.binarySearch(bounds, value);
        return found < 0 ? -found - 1 : found;
    }
}
