/**
 * Initial weights: random ones, and an induction circuit that copies from the first step.
 */
@NullMarked
package io.github.aligner4j.training.initialization;

import org.jspecify.annotations.NullMarked;
