/** Hyperparameters, stages and batches of a training. Begin with {@link TrainingConfig}. */
@NullMarked
package io.github.aligner4j.training.schedule;

import org.jspecify.annotations.NullMarked;
