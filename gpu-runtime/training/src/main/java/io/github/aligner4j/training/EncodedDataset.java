package io.github.aligner4j.training;

import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Stage;
import java.util.List;

/**
 * Tokenized training data.
 *
 * @param stages the stages that have examples, in order
 * @param dev the dev set
 * @param tooLong the number of rows of the training set that were skipped because they exceed the maximum length
 * @param unsafe the number of rows of the training set that were skipped because their texts can't be told apart from the
 *     template's frame
 */
record EncodedDataset(List<Stage> stages, List<Example> dev, int tooLong, int unsafe) {

    /** Copies the lists. */
    EncodedDataset {
        stages = List.copyOf(stages);
        dev = List.copyOf(dev);
    }
}
