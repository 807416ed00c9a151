package io.github.aligner4j.training;

import java.util.List;

/**
 * What a training is going to do.
 *
 * @param stages what is learnt, in order
 * @param stepsDone steps that an earlier run has done
 * @param parameters number of the model's parameters
 * @param trained how many of them are trained
 * @param tooLong rows and texts left out as they have more tokens than is allowed
 * @param unusable rows left out as their texts can't be told apart from the prompt's frame
 */
public record TrainingPlan(
        List<StagePlan> stages, int stepsDone, long parameters, long trained, int tooLong, int unusable) {

    /** One stage: its name, on how many sequences and in how many steps. */
    public record StagePlan(String name, int examples, int steps) {}

    /** Copies the list. */
    public TrainingPlan {
        stages = List.copyOf(stages);
    }

    /** Steps of all stages. */
    public int steps() {
        return stages.stream().mapToInt(StagePlan::steps).sum();
    }
}
