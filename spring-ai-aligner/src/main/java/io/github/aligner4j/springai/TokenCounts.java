package io.github.aligner4j.springai;

import io.github.aligner4j.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;

/** Reads what a provider counted; some count nothing, or say so by nulls or negative numbers. */
final class TokenCounts {

    private TokenCounts() {}

    /** Returns the counts that are there, and zeros for those that are not. */
    @SuppressWarnings("ConstantValue") // providers' own classes keep no nullness promises
    static TokenUsage of(ChatResponseMetadata metadata) {
        Usage usage = metadata.getUsage();
        return usage == null
                ? TokenUsage.NONE
                : new TokenUsage(count(usage.getPromptTokens()), count(usage.getCompletionTokens()));
    }

    /** Returns whether anything is counted. */
    @SuppressWarnings("ConstantValue") // as above
    static boolean areIn(ChatResponseMetadata metadata) {
        Usage usage = metadata.getUsage();
        return usage != null && (!of(metadata).equals(TokenUsage.NONE) || count(usage.getTotalTokens()) > 0);
    }

    private static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : Math.max(0, tokens);
    }
}
