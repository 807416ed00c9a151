package io.github.aligner4j;

/**
 * Tokens read and written by the Aligner's own model. They are not the upstream model's and are never added to those.
 *
 * @param promptTokens tokens of the prompt, at least 0
 * @param completionTokens tokens generated, at least 0
 */
public record TokenUsage(int promptTokens, int completionTokens) {

    /** No tokens. */
    public static final TokenUsage NONE = new TokenUsage(0, 0);

    /** Checks that no count is negative. */
    public TokenUsage {
        if (promptTokens < 0 || completionTokens < 0) {
            throw new IllegalArgumentException("token counts must be at least 0, but were promptTokens=" + promptTokens
                    + ", completionTokens=" + completionTokens);
        }
    }

    /** Returns the sum of this and {@code other}. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(promptTokens + other.promptTokens, completionTokens + other.completionTokens);
    }
}
