// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.random.RandomGenerator;

/** A choice of the next token by its logits. */
@FunctionalInterface
interface Sampler {

    /** Chooses the most likely token, the lowest id among equals. */
    Sampler ARGMAX = Probabilities::checkedArgmax;

    /**
     * Returns the chosen token's id.
     *
     * @param logits float32, shape [vocabularySize], after all processors
     */
    int choose(float[] logits);

    /** Returns a sampler that draws a token with its probability. */
    static Sampler drawing(RandomGenerator random) {
        return logits -> {
            double[] probabilities = Probabilities.softmax(logits);
            double left = random.nextDouble();
            int chosen = 0;
            for (int id = 0; id < probabilities.length && left >= 0; id++) {
                if (probabilities[id] > 0) {
                    chosen = id;
                    left -= probabilities[id];
                }
            }
            return chosen;
        };
    }
}
