// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * The number of tokens that an Aligner's own model read and generated. The upstream model's tokens are never included.
 *
 * @param promptTokens the number of prompt tokens, at least 0
 * @param completionTokens the number of generated tokens, at least 0
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

    /** Returns the tokens of this that {@code other} does not count, at least 0 of either kind. */
    @Incubating
    public TokenUsage minus(TokenUsage other) {
        return new TokenUsage(
                Math.max(0, promptTokens - other.promptTokens), Math.max(0, completionTokens - other.completionTokens));
    }

    /** Returns the sum of this and {@code other}. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(promptTokens + other.promptTokens, completionTokens + other.completionTokens);
    }
}
