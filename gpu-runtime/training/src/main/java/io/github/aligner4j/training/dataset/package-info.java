/**
 * Datasets of question, answer and correction: read, built, counted and split.
 *
 * <p>{@link RowFile} reads every file of JSON rows; a {@link DatasetPipeline} builds a dataset step by step.
 */
@NullMarked
package io.github.aligner4j.training.dataset;

import org.jspecify.annotations.NullMarked;
