// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import io.github.aligner4j.AlignerException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a {@link CompletionModel} fails to generate a completion; subclasses say more. Its message ends up in traces, logs
 * and recordings, so it must not quote the prompt, nor the message of its cause, which may.
 */
public class CompletionModelException extends AlignerException {

    private static final long serialVersionUID = 1L;

    /** Creates it with what happened and what to do. */
    public CompletionModelException(String message) {
        this(message, null);
    }

    /** Creates it with what happened, what to do, and why. */
    public CompletionModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
