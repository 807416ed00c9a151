// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

/**
 * The meaning of a score.
 *
 * @param name identifies the score in a comparison, such as {@code harmless} or {@code chrF}
 * @param description the quantity that it measures and the means, for readers of the report
 * @param higherIsBetter true if a higher score is a better one
 * @param unit the unit, such as {@code %}; empty for a plain number
 */
public record ScoreScale(String name, String description, boolean higherIsBetter, String unit) {

    /** The name of the scale that says whether an answer is in the original's language: 0 if not. */
    public static final String LANGUAGE_KEPT = "language-kept";

    /** The name of the scale that says whether an answer means what the original means: below 1 if not. */
    public static final String MEANING_KEPT = "meaning-kept";
}
