/**
 * Rows of question, answer and correction: read, checked, made and counted. Begin with {@link RowFile}; answers that were
 * corrected elsewhere are a {@link TrafficFile}, rows for models that are no Aligners a {@link CompletionFile}.
 */
@NullMarked
package io.github.aligner4j.training.dataset;

import org.jspecify.annotations.NullMarked;
