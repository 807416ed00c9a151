// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

/** A judge of civility: a binary classifier of style. Safe for use by several threads. */
@FunctionalInterface
public interface Judge {

    /** The probability from which a text counts as civil. */
    double THRESHOLD = 0.5;

    /**
     * Returns the probability that {@code text} is civil.
     *
     * @param row the row that {@code text} is a correction of; a cross-fitted judge uses the fold that has not seen it
     */
    double civility(StyleRow row, String text);

    /** Returns whether {@code text} is civil; a blank text is not. */
    default boolean civil(StyleRow row, String text) {
        return !text.isBlank() && civility(row, text) >= THRESHOLD;
    }
}
