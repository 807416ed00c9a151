package io.github.aligner4j.runtime;

/** The mean of many hidden states, layer by layer, each pair counting the same. */
final class MeanStates {

    private double[][] sums = new double[0][];
    private int pairs;

    int pairs() {
        return pairs;
    }

    /** Adds one pair's states: for each layer those of its positions, end to end. */
    void add(float[][] states, int positions) {
        int size = states[0].length / positions;
        if (pairs++ == 0) {
            sums = new double[states.length][size];
        }
        for (int layer = 0; layer < states.length; layer++) {
            for (int i = 0; i < states[layer].length; i++) {
                sums[layer][i % size] += states[layer][i] / (double) positions;
            }
        }
    }

    /** Returns this mean less another one. */
    float[] minus(MeanStates other, int layer) {
        float[] difference = new float[sums[layer].length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = (float) (sums[layer][i] / pairs - other.sums[layer][i] / other.pairs);
        }
        return difference;
    }
}
