// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds a dataset: an ordered list of named steps, each of which turns one {@link DatasetDraft} into the next. The same
 * steps with the same seed and the same files give the same rows.
 *
 * @param steps in the order in which they run
 */
public record DatasetPipeline(List<DatasetStep> steps) {

    /** Copies the list. */
    public DatasetPipeline {
        steps = List.copyOf(steps);
    }

    /**
     * The row counts of a step that has run.
     *
     * @param step its name
     * @param before rows of the dataset before it
     * @param after rows of the dataset after it
     * @param note a remark beside that; may be empty
     */
    public record Count(String step, int before, int after, String note) {}

    /**
     * Runs all steps, from {@link DatasetDraft#EMPTY} on.
     *
     * @param afterEach receives the counts of each step as soon as it has run
     * @throws IOException with a message for the user if a step can't read a file
     */
    public List<CorrectionRow> run(long seed, Consumer<Count> afterEach) throws IOException {
        Random random = new Random(seed);
        DatasetDraft draft = DatasetDraft.EMPTY;
        for (DatasetStep step : steps) {
            DatasetDraft next = step.work().apply(draft.withNote(""), random);
            afterEach.accept(
                    new Count(step.name(), draft.rows().size(), next.rows().size(), next.note()));
            draft = next;
        }
        return draft.rows();
    }

    /** Returns the numbered names of the steps, a line each. */
    public String explain() {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> (i + 1) + ". " + steps.get(i).name())
                .collect(Collectors.joining("\n"));
    }
}
