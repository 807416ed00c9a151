/**
 * How good an Aligner is: the field's metrics, a judge of civility, baselines, and checks that nothing else was touched. No
 * model runs here; begin with {@link io.github.aligner4j.training.evaluation.StyleScore}.
 */
@NullMarked
package io.github.aligner4j.training.evaluation;

import org.jspecify.annotations.NullMarked;
