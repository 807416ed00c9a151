package io.github.aligner4j;

import io.github.aligner4j.completion.CompletionModelException;

/** Thrown when the caller's deadline passed before the completion was finished. */
public final class DeadlineExceededException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with where the time went. */
    public DeadlineExceededException(String message) {
        super(message);
    }
}
