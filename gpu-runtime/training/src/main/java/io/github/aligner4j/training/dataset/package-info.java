/** Rows of question, answer and correction: read, checked, made and counted. Begin with {@link RowFile}. */
@NullMarked
package io.github.aligner4j.training.dataset;

import org.jspecify.annotations.NullMarked;
