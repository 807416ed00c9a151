// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.statistics.Interval;

/**
 * The scores of a system on one scale.
 *
 * @param system the name of the system
 * @param scale the name of the {@link io.github.aligner4j.evaluation.score.ScoreScale}
 * @param category the category of the rows; empty for all rows
 * @param mean the mean score
 * @param difference the mean difference to the first system of the comparison on the same rows
 */
public record ScoreSummary(String system, String scale, String category, Interval mean, Interval difference) {}
