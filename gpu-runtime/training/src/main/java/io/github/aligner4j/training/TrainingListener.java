package io.github.aligner4j.training;

import java.nio.file.Path;

/** Receives the events of a training, on the training thread. */
public interface TrainingListener {

    /** Ignores all events. */
    TrainingListener NONE = new TrainingListener() {};

    /** Called once, before the first step. */
    default void started(TrainingPlan plan) {}

    /** Called after each step. */
    default void stepped(StepReport report) {}

    /**
     * Called after each evaluation on the dev set.
     *
     * @param loss the loss in nats per token
     * @param best true if this is the best model so far, which has been written
     */
    default void evaluated(int step, double loss, boolean best) {}

    /** Called after a checkpoint to resume from was written. */
    default void saved(Path checkpoint) {}
}
