/**
 * Outcomes of corrections: how many good answers came back unchanged, where they differ, and how fast it was.
 */
@NullMarked
package io.github.aligner4j.evaluation.outcome;

import org.jspecify.annotations.NullMarked;
