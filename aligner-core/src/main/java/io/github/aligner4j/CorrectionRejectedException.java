// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * Thrown when a model generated a correction that must not be used. Not {@linkplain #retryable() retryable}: a greedy model
 * generates the same text again.
 */
public final class CorrectionRejectedException extends AlignerException {

    private static final long serialVersionUID = 1L;

    /** Creates it with the objection to the correction, which must not quote its text. */
    public CorrectionRejectedException(String objection) {
        super("the correction was rejected: " + objection);
    }
}
