// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

/**
 * A score of a system's answer to a row.
 *
 * @param rowId the row's id
 * @param system the system's name
 * @param scale the name of the {@link ScoreScale}
 * @param value the score; a number that is not NaN
 */
public record Score(String rowId, String system, String scale, double value) {}
