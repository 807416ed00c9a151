// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

/**
 * A difference between a corrected answer and the original, in whole words. Offsets are in {@code char}s.
 *
 * @param originalStart its start in the original answer, inclusive
 * @param originalEnd its end in the original answer, exclusive; equal to the start for an insertion
 * @param correctedStart its start in the corrected answer, inclusive
 * @param correctedEnd its end in the corrected answer, exclusive; equal to the start for a deletion
 * @param original the original text
 * @param corrected the corrected text
 */
public record Edit(
        int originalStart, int originalEnd, int correctedStart, int correctedEnd, String original, String corrected) {

    /** Returns the offsets; never quotes the texts. */
    @Override
    public String toString() {
        return "Edit[" + originalStart + "-" + originalEnd + " to " + correctedStart + "-" + correctedEnd + "]";
    }
}
