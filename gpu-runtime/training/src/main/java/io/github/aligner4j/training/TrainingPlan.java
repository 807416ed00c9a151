// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import java.util.List;

/**
 * The plan of a training.
 *
 * @param stages the stages in order
 * @param stepsDone the number of steps completed by earlier runs
 * @param parameters the number of parameters of the model
 * @param trained the number of parameters that are trained
 * @param tooLong the number of rows skipped because they exceed the maximum length
 * @param unsafe the number of rows skipped because their texts can't be told apart from the template's frame
 */
public record TrainingPlan(
        List<StagePlan> stages, int stepsDone, long parameters, long trained, int tooLong, int unsafe) {

    /** The plan of one stage: its name, and its numbers of examples and steps. */
    public record StagePlan(String name, int examples, int steps) {}

    /** Copies the list. */
    public TrainingPlan {
        stages = List.copyOf(stages);
    }

    /** Returns the number of steps of all stages. */
    public int steps() {
        return stages.stream().mapToInt(StagePlan::steps).sum();
    }
}
