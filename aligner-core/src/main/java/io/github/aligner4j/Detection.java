// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.util.Objects;

/**
 * The verdict of a {@link Detector} and its cost.
 *
 * @param label the detected class, such as {@code toxic}; ends up in traces, metrics and recordings, so it must not quote the
 *     texts, and there must be few different ones
 * @param score the probability of the label, from 0 to 1
 * @param usage the tokens that the detector's model read and generated
 * @param elapsed the time it took
 */
@Incubating
public record Detection(String label, double score, TokenUsage usage, Duration elapsed) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the label is blank or the score not between 0 and 1
     */
    public Detection {
        if (Objects.requireNonNull(label, "label").isBlank()) {
            throw new IllegalArgumentException("a detection needs a label, but it is blank");
        }
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a detection's score must be between 0 and 1, but was " + score);
        }
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(elapsed, "elapsed");
    }

    /** Returns a detection that cost no tokens and whose time was not measured. */
    public static Detection of(String label, double score) {
        return new Detection(label, score, TokenUsage.NONE, Duration.ZERO);
    }

    /** Returns true if this is a detection of {@code label} with at least {@code threshold} as its score. */
    public boolean is(String label, double threshold) {
        return this.label.equals(label) && score >= threshold;
    }
}
