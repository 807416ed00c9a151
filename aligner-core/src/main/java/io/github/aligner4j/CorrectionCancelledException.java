// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/** Thrown when the caller cancelled the call or interrupted its thread. Not an error; not {@linkplain #retryable() retryable}. */
public final class CorrectionCancelledException extends AlignerException {

    private static final long serialVersionUID = 1L;

    /** Creates it with how the call was cancelled. */
    public CorrectionCancelledException(String message) {
        super(message);
    }
}
