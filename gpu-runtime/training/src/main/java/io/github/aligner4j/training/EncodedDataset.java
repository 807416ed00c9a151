// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Stage;
import java.util.List;
import java.util.Optional;

/**
 * Tokenized training data.
 *
 * @param stages the stages that have examples, in order
 * @param dev the dev set
 * @param deciding the tokens of the checkpoint's detector, if it has one
 * @param tooLong the number of rows of the training set that were skipped because they exceed the maximum length
 * @param unsafe the number of rows of the training set that were skipped because their texts can't be told apart from the
 *     template's frame
 */
record EncodedDataset(
        List<Stage> stages, List<Example> dev, Optional<DecidingTokens> deciding, int tooLong, int unsafe) {

    /** Copies the lists. */
    EncodedDataset {
        stages = List.copyOf(stages);
        dev = List.copyOf(dev);
    }
}
