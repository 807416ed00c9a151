// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

/**
 * A report on a judge.
 *
 * @param name the name of the judge
 * @param source a description of its training data
 * @param accuracy its accuracy on the rows that it judges, none of which it has been trained on
 */
public record JudgeReport(String name, String source, JudgeAccuracy accuracy) {}
