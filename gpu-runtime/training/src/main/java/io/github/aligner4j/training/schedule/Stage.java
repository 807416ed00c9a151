package io.github.aligner4j.training.schedule;

import java.util.List;

/** Something to be learnt in some epochs. */
public record Stage(String name, List<Example> examples, int epochs) {

    /** Copies the list. */
    public Stage {
        examples = List.copyOf(examples);
    }

    /** Steps of one epoch in batches of {@code rows}. */
    public int stepsPerEpoch(int rows) {
        return (examples.size() + rows - 1) / rows;
    }

    /** Steps of all epochs in batches of {@code rows}. */
    public int steps(int rows) {
        return Math.multiplyExact(stepsPerEpoch(rows), epochs);
    }
}
