/** Answers that are corrected by the documents they were retrieved from, and rows to train an Aligner for it. */
@NullMarked
package io.github.aligner4j.samples.grounded;

import org.jspecify.annotations.NullMarked;
