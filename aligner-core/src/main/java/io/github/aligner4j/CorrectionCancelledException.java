package io.github.aligner4j;

import io.github.aligner4j.completion.CompletionModelException;

/** Thrown when the caller itself ended the call; nobody is to blame and nothing is to be done. */
public final class CorrectionCancelledException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with how the call was ended. */
    public CorrectionCancelledException(String message) {
        super(message);
    }
}
