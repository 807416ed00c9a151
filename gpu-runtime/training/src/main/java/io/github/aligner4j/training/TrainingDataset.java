// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import java.util.List;

/**
 * The datasets of a training.
 *
 * @param train the training set of an Aligner
 * @param dev the dev set of an Aligner, on which the model is evaluated during training; may be empty
 * @param texts plain texts for the first stage; may be empty
 * @param completions the rows of a model that is not an Aligner; empty if there are {@code train} rows
 */
public record TrainingDataset(
        List<CorrectionRow> train, List<CorrectionRow> dev, List<String> texts, Completions completions) {

    /** Copies the lists. */
    public TrainingDataset {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        texts = List.copyOf(texts);
    }

    /** Creates the data of an Aligner. */
    public TrainingDataset(List<CorrectionRow> train, List<CorrectionRow> dev, List<String> texts) {
        this(train, dev, texts, Completions.NONE);
    }

    /** Returns the number of rows of the training set. */
    public int rows() {
        return train.size() + completions.train().size();
    }

    /**
     * Rows of prompt and completion, which no template is applied to.
     *
     * @param train the training set
     * @param dev the dev set; may be empty
     */
    public record Completions(List<PromptCompletion> train, List<PromptCompletion> dev) {

        /** No rows. */
        public static final Completions NONE = new Completions(List.of(), List.of());

        /** Copies the lists. */
        public Completions {
            train = List.copyOf(train);
            dev = List.copyOf(dev);
        }
    }
}
