/**
 * Insertion of short corrected texts into long answers that need no correction.
 */
@NullMarked
package io.github.aligner4j.evaluation.insertion;

import org.jspecify.annotations.NullMarked;
