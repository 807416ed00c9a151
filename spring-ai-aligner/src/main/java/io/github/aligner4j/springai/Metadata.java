// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;

/** Removes entries of metadata; metadata that has none to remove stays the same object, which may be a provider's own. */
final class Metadata {

    private Metadata() {}

    /** Returns {@code properties} without the entries that {@code removed} matches. */
    static Map<String, Object> without(Map<String, Object> properties, BiPredicate<String, @Nullable Object> removed) {
        Map<String, Object> kept = new HashMap<>(properties);
        kept.entrySet().removeIf(entry -> removed.test(entry.getKey(), entry.getValue()));
        return kept.size() == properties.size() ? properties : kept;
    }

    /** Returns the marks and counts in {@code properties}, and nothing that may be or hold a text. */
    static Map<String, Object> withoutTexts(Map<String, Object> properties) {
        return without(properties, (key, value) -> !isMark(value));
    }

    /** Returns true if {@code value} is no text and holds none. */
    static boolean isMark(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof Enum<?>;
    }

    /** Returns {@code metadata} without the entries that {@code removed} matches. */
    static ChatGenerationMetadata without(
            ChatGenerationMetadata metadata, BiPredicate<String, @Nullable Object> removed) {
        return hasAny(metadata.entrySet(), removed) ? copy(metadata, metadata.getFinishReason(), removed) : metadata;
    }

    /** Returns {@code metadata} with another finish reason. */
    static ChatGenerationMetadata withFinishReason(ChatGenerationMetadata metadata, String finishReason) {
        return copy(metadata, finishReason, (key, value) -> false);
    }

    private static ChatGenerationMetadata copy(
            ChatGenerationMetadata metadata,
            @Nullable String finishReason,
            BiPredicate<String, @Nullable Object> removed) {
        ChatGenerationMetadata.Builder kept = ChatGenerationMetadata.builder()
                .finishReason(finishReason)
                .contentFilters(metadata.getContentFilters());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            if (!removed.test(entry.getKey(), entry.getValue())) {
                kept.metadata(entry.getKey(), entry.getValue());
            }
        }
        return kept.build();
    }

    /** Returns {@code metadata} without the entries that {@code removed} matches. */
    static ChatResponseMetadata without(ChatResponseMetadata metadata, BiPredicate<String, @Nullable Object> removed) {
        return hasAny(metadata.entrySet(), removed) ? copy(metadata, metadata.getUsage(), removed) : metadata;
    }

    /** Returns {@code metadata} with another usage. */
    static ChatResponseMetadata withUsage(ChatResponseMetadata metadata, Usage usage) {
        return copy(metadata, usage, (key, value) -> false);
    }

    private static ChatResponseMetadata copy(
            ChatResponseMetadata metadata, Usage usage, BiPredicate<String, @Nullable Object> removed) {
        ChatResponseMetadata.Builder kept = ChatResponseMetadata.builder()
                .id(metadata.getId())
                .model(metadata.getModel())
                .rateLimit(metadata.getRateLimit())
                .usage(usage)
                .promptMetadata(metadata.getPromptMetadata());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            if (!removed.test(entry.getKey(), entry.getValue())) {
                kept.keyValue(entry.getKey(), entry.getValue());
            }
        }
        return kept.build();
    }

    private static boolean hasAny(
            Set<Map.Entry<String, Object>> entries, BiPredicate<String, @Nullable Object> removed) {
        return entries.stream().anyMatch(entry -> removed.test(entry.getKey(), entry.getValue()));
    }
}
