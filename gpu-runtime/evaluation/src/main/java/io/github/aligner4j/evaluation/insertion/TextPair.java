// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.insertion;

import java.util.Objects;

/**
 * A text and its correction.
 *
 * @param original the text that is corrected
 * @param corrected its correction; equal to {@code original} if that needs none
 */
public record TextPair(String original, String corrected) {

    /** Requires both texts. */
    public TextPair {
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(corrected, "corrected");
    }

    /** Returns whether the correction changes nothing. */
    public boolean isIdentity() {
        return original.equals(corrected);
    }
}
