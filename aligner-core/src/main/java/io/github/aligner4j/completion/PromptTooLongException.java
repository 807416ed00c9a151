// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

/** Thrown when a prompt leaves no room for its completion in the model's context. Not {@linkplain #retryable() retryable}. */
public final class PromptTooLongException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    private final int promptTokens;
    private final int contextTokens;

    /**
     * Creates it with the numbers.
     *
     * @param promptTokens the number of tokens of the prompt
     * @param reservedTokens the number of tokens reserved for the completion
     * @param contextTokens the maximum number of tokens of prompt and completion together
     */
    public PromptTooLongException(int promptTokens, int reservedTokens, int contextTokens) {
        super("prompt has " + promptTokens + " tokens, but the model takes at most " + contextTokens + " less "
                + reservedTokens
                + " reserved for the completion; shorten the question or the answer, or lower max-new-tokens");
        this.promptTokens = promptTokens;
        this.contextTokens = contextTokens;
    }

    /** Returns the number of tokens of the prompt. */
    public int promptTokens() {
        return promptTokens;
    }

    /** Returns the maximum number of tokens of prompt and completion together. */
    public int contextTokens() {
        return contextTokens;
    }
}
