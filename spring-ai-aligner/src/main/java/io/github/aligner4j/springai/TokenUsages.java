// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

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

    /** Returns the usage that the chunks of a response report; a later report replaces an earlier one, as Spring AI has it. */
    @SuppressWarnings("ConstantValue") // as above
    static Usage of(List<ChatClientResponse> chunks) {
        int prompt = 0;
        int completion = 0;
        int total = 0;
        Long cacheRead = null;
        Long cacheWrite = null;
        for (ChatClientResponse chunk : chunks) {
            ChatResponse response = chunk.chatResponse();
            Usage usage = response == null ? null : response.getMetadata().getUsage();
            if (usage != null) {
                prompt = latest(prompt, count(usage.getPromptTokens()));
                completion = latest(completion, count(usage.getCompletionTokens()));
                total = latest(total, count(usage.getTotalTokens()));
                cacheRead = usage.getCacheReadInputTokens() == null ? cacheRead : usage.getCacheReadInputTokens();
                cacheWrite = usage.getCacheWriteInputTokens() == null ? cacheWrite : usage.getCacheWriteInputTokens();
            }
        }
        return new DefaultUsage(prompt, completion, total, null, cacheRead, cacheWrite);
    }

    private static int latest(int before, int reported) {
        return reported > 0 ? reported : before;
    }

    /** Returns {@code chunks} with {@code usage} added to what they report; if they report none, the last one does. */
    static List<ChatClientResponse> added(Usage usage, List<ChatClientResponse> chunks) {
        boolean reported = chunks.stream().anyMatch(TokenUsages::isReported);
        if (count(usage.getTotalTokens()) == 0) {
            return chunks;
        }
        List<ChatClientResponse> added = new ArrayList<>(chunks);
        added.replaceAll(chunk -> isReported(chunk) ? added(usage, chunk) : chunk);
        if (!reported) {
            added.set(chunks.size() - 1, added(usage, chunks.get(chunks.size() - 1)));
        }
        return added;
    }

    private static boolean isReported(ChatClientResponse chunk) {
        return chunk.chatResponse() != null && isReported(chunk.chatResponse().getMetadata());
    }

    private static ChatClientResponse added(Usage usage, ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        if (response == null) {
            return chunk;
        }
        Usage sum = sum(usage, of(List.of(chunk)));
        return chunk.mutate()
                .chatResponse(new ChatResponse(response.getResults(), Metadata.withUsage(response.getMetadata(), sum)))
                .build();
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
        return first == null || second == null ? (first == null ? second : first) : Long.valueOf(first + second);
    }

    private static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : Math.max(0, tokens);
    }
}
