// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.steering;

/** The mean of hidden states, layer by layer. Each pair has the same weight, however many positions it has. */
final class MeanStates {

    private double[][] sums = new double[0][];
    private int pairs;

    int pairs() {
        return pairs;
    }

    /** Adds the states of a pair: for each layer those of its positions, one after another. */
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

    /** Returns the difference between this mean and another one. */
    float[] minus(MeanStates other, int layer) {
        float[] difference = new float[sums[layer].length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = (float) (sums[layer][i] / pairs - other.sums[layer][i] / other.pairs);
        }
        return difference;
    }
}
