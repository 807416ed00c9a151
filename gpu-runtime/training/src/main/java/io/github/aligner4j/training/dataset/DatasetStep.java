// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A named step of a {@link DatasetPipeline}.
 *
 * @param name the step's description, as an imperative with its settings: {@code cut windows of 160 characters}
 * @param work the step's work
 */
public record DatasetStep(String name, Work work) {

    /** Turns one draft into the next. */
    @FunctionalInterface
    public interface Work {

        /**
         * Returns the next draft.
         *
         * @param random the pipeline's source of randomness; steps draw from it in their order
         * @throws IOException with a message for the user if a file of the step can't be read
         */
        DatasetDraft apply(DatasetDraft draft, Random random) throws IOException;
    }

    /** Creates a step that depends on the rows only, without randomness. */
    public static DatasetStep ofRows(String name, UnaryOperator<List<CorrectionRow>> work) {
        return new DatasetStep(name, (draft, random) -> draft.withRows(work.apply(draft.rows())));
    }
}
