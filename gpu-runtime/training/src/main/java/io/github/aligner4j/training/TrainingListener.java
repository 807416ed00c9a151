package io.github.aligner4j.training;

import java.nio.file.Path;

/** Hears how a training goes, on the thread that trains. */
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** Called once, before the first step. */
    default void started(TrainingPlan plan) {}

    /** Called after each step. */
    default void stepped(StepReport report) {}

    /**
     * Called after each look at the dev set.
     *
     * @param loss in nats for each token
     * @param best whether the model was never better, and was written
     */
    default void evaluated(int step, double loss, boolean best) {}

    /** Called when a checkpoint to resume from was written. */
    default void saved(Path checkpoint) {}
}
