// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;

/** An {@link AlignerException} of the advisor itself. */
final class AdvisorException extends AlignerException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    AdvisorException(String message, Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
