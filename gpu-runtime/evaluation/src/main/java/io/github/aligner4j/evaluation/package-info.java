/**
 * Evaluation of Aligners: {@link io.github.aligner4j.evaluation.Evaluation} corrects test data, and
 * {@link io.github.aligner4j.evaluation.EvaluationReport} has the results;
 * {@link io.github.aligner4j.evaluation.SteeringCurve} measures the effect of a steering vector's strength.
 */
@NullMarked
package io.github.aligner4j.evaluation;

import org.jspecify.annotations.NullMarked;
