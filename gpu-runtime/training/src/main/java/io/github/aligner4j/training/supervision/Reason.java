// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.supervision;

import java.util.Locale;

/** The reason why a row was not exported: the first that applies. */
public enum Reason {
    /** The row lacks a question, an answer or a correction. */
    BAD,
    /** The correction failed or was rejected by a guard. */
    FAILED,
    /** A layer in the mode {@code shadow} made the correction, so that users did not get it. */
    SHADOW,
    /** No layer corrected the answer, because of its mode. */
    NOT_CORRECTED,
    /** Question, answer or correction is blank. */
    EMPTY,
    /** The correction changes nothing. */
    UNCHANGED,
    /** There are messages before the question, which a standard prompt cannot represent. */
    CONVERSATION,
    /** The row exceeds the maximum length. */
    TOO_LONG,
    /** An earlier row has the same question and answer. */
    DUPLICATE;

    /** Returns the name in audits. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
