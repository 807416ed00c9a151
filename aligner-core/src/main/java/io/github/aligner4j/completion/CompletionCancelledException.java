package io.github.aligner4j.completion;

/** Thrown when the caller itself ended the call; nobody is to blame and nothing is to be done. */
public final class CompletionCancelledException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with how the call was ended. */
    public CompletionCancelledException(String message) {
        super(message);
    }
}
