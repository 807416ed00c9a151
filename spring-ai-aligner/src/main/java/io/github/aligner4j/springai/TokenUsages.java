package io.github.aligner4j.springai;

import io.github.aligner4j.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;

/** Reads the token usage that a provider reports; some report none, nulls or negative numbers. */
final class TokenUsages {

    private TokenUsages() {}

    /** Returns the reported usage, with zeros for what is not reported. */
    @SuppressWarnings("ConstantValue") // providers' own classes keep no nullness promises
    static TokenUsage of(ChatResponseMetadata metadata) {
        Usage usage = metadata.getUsage();
        return usage == null
                ? TokenUsage.NONE
                : new TokenUsage(count(usage.getPromptTokens()), count(usage.getCompletionTokens()));
    }

    /** Returns whether any usage is reported. */
    @SuppressWarnings("ConstantValue") // as above
    static boolean isReported(ChatResponseMetadata metadata) {
        Usage usage = metadata.getUsage();
        return usage != null && (!of(metadata).equals(TokenUsage.NONE) || count(usage.getTotalTokens()) > 0);
    }

    private static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : Math.max(0, tokens);
    }
}
