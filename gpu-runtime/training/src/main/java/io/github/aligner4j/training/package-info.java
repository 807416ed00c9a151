/**
 * Training of Aligner checkpoints.
 *
 * <p>Begin with {@link io.github.aligner4j.training.Trainer}; {@code dataset} reads and makes rows, {@code recipe} says what is
 * learnt in which order, {@code network} writes what is computed, {@code djl} computes it, {@code checkpoint} writes folders.
 */
@NullMarked
package io.github.aligner4j.training;

import org.jspecify.annotations.NullMarked;
