// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

/**
 * Thrown when plain text of a prompt can't be told apart from its frame or from special tokens. Not {@linkplain #retryable()
 * retryable}.
 */
public final class UnsafePromptException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with a message that must not quote the text, which may be private. */
    public UnsafePromptException(String message) {
        super(message);
    }
}
