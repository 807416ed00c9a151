// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

/** The better one of two answers in the order in which they were shown. */
public enum Preference {
    /** The first answer is better. */
    FIRST,
    /** The second answer is better. */
    SECOND,
    /** Neither is better. */
    TIE
}
