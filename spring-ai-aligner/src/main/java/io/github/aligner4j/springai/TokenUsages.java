package io.github.aligner4j.springai;

import io.github.aligner4j.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
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

    /** Returns the sum of two usages; a provider's own objects can't be added and are left out. */
    static Usage sum(Usage first, Usage second) {
        return new DefaultUsage(
                count(first.getPromptTokens()) + count(second.getPromptTokens()),
                count(first.getCompletionTokens()) + count(second.getCompletionTokens()),
                count(first.getTotalTokens()) + count(second.getTotalTokens()),
                null,
                sum(first.getCacheReadInputTokens(), second.getCacheReadInputTokens()),
                sum(first.getCacheWriteInputTokens(), second.getCacheWriteInputTokens()));
    }

    private static @Nullable Long sum(@Nullable Long first, @Nullable Long second) {
        return first == null || second == null
                ? (first == null ? second : first)
                : Long.valueOf(first + second);
    }

    private static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : Math.max(0, tokens);
    }
}
