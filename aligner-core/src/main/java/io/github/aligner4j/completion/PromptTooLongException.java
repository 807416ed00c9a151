package io.github.aligner4j.completion;

/** Thrown when a prompt leaves no room for its completion in the model's context. */
public final class PromptTooLongException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    private final int promptTokens;
    private final int contextTokens;

    /**
     * Creates it with the numbers.
     *
     * @param promptTokens tokens of the prompt
     * @param reservedTokens tokens that must stay free for the completion
     * @param contextTokens tokens that the model takes at most, prompt and completion together
     */
    public PromptTooLongException(int promptTokens, int reservedTokens, int contextTokens) {
        super("prompt has " + promptTokens + " tokens, but the model takes at most " + contextTokens + " less "
                + reservedTokens
                + " reserved for the completion; shorten the question or the answer, or lower max-new-tokens");
        this.promptTokens = promptTokens;
        this.contextTokens = contextTokens;
    }

    /** Tokens of the prompt. */
    public int promptTokens() {
        return promptTokens;
    }

    /** Tokens that the model takes at most, prompt and completion together. */
    public int contextTokens() {
        return contextTokens;
    }
}
