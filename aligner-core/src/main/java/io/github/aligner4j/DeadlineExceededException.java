// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * Thrown when the deadline passed before the correction was finished. {@linkplain #retryable() Retryable}, with a later deadline:
 * the time may have been spent waiting for other requests.
 */
public final class DeadlineExceededException extends AlignerException {

    private static final long serialVersionUID = 1L;

    /** Creates it with where the time went. */
    public DeadlineExceededException(String message) {
        super(message);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
