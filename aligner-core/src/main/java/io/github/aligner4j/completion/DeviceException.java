// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

/**
 * Thrown when the device or the program on it failed. The model goes on serving. {@linkplain #retryable() Retryable}, as memory
 * may have run short for a moment; a device that is broken fails again.
 */
public final class DeviceException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with what was being done and why it failed. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
