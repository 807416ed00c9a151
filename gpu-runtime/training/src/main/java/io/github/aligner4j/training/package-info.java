/**
 * Training of Aligner checkpoints. Begin with {@link io.github.aligner4j.training.Trainer}.
 *
 * <p>{@code dataset} reads, checks and builds rows; {@code schedule} holds hyperparameters and batches; {@code initialization} sets
 * initial weights and {@code tokenizer} trains tokenizers; {@code network} generates the training program, which {@code djl} runs;
 * {@code checkpoint} writes checkpoints; {@code supervision} exports corrections for the training of other models.
 */
@NullMarked
package io.github.aligner4j.training;

import org.jspecify.annotations.NullMarked;
