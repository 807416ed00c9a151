// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.statistics;

/**
 * An estimate and its confidence interval.
 *
 * @param value the estimate; NaN if {@code n} is 0
 * @param lower the lower end
 * @param upper the upper end
 * @param level the confidence level, such as 0.95
 * @param n the number of independent observations
 */
public record Interval(double value, double lower, double upper, double level, long n) {}
