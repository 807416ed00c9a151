// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

/**
 * The tokens of a checkpoint's detector.
 *
 * @param changed the id of the token before a correction
 * @param unchanged the id of the token of an answer that needs no correction
 * @param changedText the text of {@code changed}
 */
record DecidingTokens(int changed, int unchanged, String changedText) {

    /** Returns the token of a text that is corrected, or of one that isn't. */
    int of(boolean corrected) {
        return corrected ? changed : unchanged;
    }
}
