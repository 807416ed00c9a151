// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.schedule;

import java.util.List;

/**
 * A stage of a training.
 *
 * @param name the name in metrics
 * @param examples the training set of the stage
 * @param epochs the number of passes over it
 */
public record Stage(String name, List<Example> examples, int epochs) {

    /** Copies the list. */
    public Stage {
        examples = List.copyOf(examples);
    }

    /** Returns the number of steps of one epoch. */
    public int stepsPerEpoch(int batchSize) {
        return (examples.size() + batchSize - 1) / batchSize;
    }

    /** Returns the number of steps of all epochs. */
    public int steps(int batchSize) {
        return Math.multiplyExact(stepsPerEpoch(batchSize), epochs);
    }
}
