package io.github.aligner4j.completion;

/** Thrown when plain text of a prompt cannot be told apart from the prompt's frame or from special tokens. */
public final class UnsafePromptException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with what could not be told apart; never with the text itself, which may be private. */
    public UnsafePromptException(String message) {
        super(message);
    }
}
