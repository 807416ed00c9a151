/**
 * Outcomes of corrections: the share of good answers that were returned unchanged, the changes in the others, and the
 * speed.
 */
@NullMarked
package io.github.aligner4j.evaluation.outcome;

import org.jspecify.annotations.NullMarked;
