// SPDX-License-Identifier: Apache-2.0
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

    /** Called after each evaluation on the dev set. */
    default void evaluated(DevReport report) {}

    /** Called after a checkpoint to resume from was written. */
    default void saved(Path checkpoint) {}
}
