package io.github.aligner4j.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;

/**
 * Finds what repeats an upstream answer beside its text: a provider's own response object, the probabilities of its tokens, a
 * property with the same text. Left in, that would show what was corrected.
 *
 * @param answers the upstream answers
 */
record Echoes(List<Echo> answers) {

    /** The probabilities of tokens, with each token; no use beside another text. */
    private static final String TOKENS = "logprob";

    /** Names of metadata with a model's thinking, which always passes, even if it quotes the answer. */
    private static final Pattern THINKING = Pattern.compile("reasoning|think|thought", Pattern.CASE_INSENSITIVE);

    static Echoes of(Iterable<? extends CharSequence> answers) {
        List<Echo> echoes = new ArrayList<>();
        answers.forEach(answer -> echoes.add(Echo.of(answer.toString())));
        return new Echoes(echoes);
    }

    /** Returns {@code properties} without what repeats an answer, or {@code piece}, a part of one. */
    Map<String, Object> without(Map<String, Object> properties, String piece) {
        Map<String, Object> kept = new HashMap<>(properties);
        kept.entrySet().removeIf(entry -> isEcho(entry.getKey(), entry.getValue(), piece));
        return kept.size() == properties.size() ? properties : kept;
    }

    ChatGenerationMetadata without(ChatGenerationMetadata metadata, String piece) {
        if (metadata.entrySet().stream().noneMatch(entry -> isEcho(entry.getKey(), entry.getValue(), piece))) {
            return metadata;
        }
        ChatGenerationMetadata.Builder kept = ChatGenerationMetadata.builder()
                .finishReason(metadata.getFinishReason())
                .contentFilters(metadata.getContentFilters());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            if (!isEcho(entry.getKey(), entry.getValue(), piece)) {
                kept.metadata(entry.getKey(), entry.getValue());
            }
        }
        return kept.build();
    }

    ChatResponseMetadata without(ChatResponseMetadata metadata) {
        Set<Map.Entry<String, Object>> entries = metadata.entrySet();
        if (entries.stream().noneMatch(entry -> isEcho(entry.getKey(), entry.getValue(), ""))) {
            // The very object that the provider made.
            return metadata;
        }
        ChatResponseMetadata.Builder kept = ChatResponseMetadata.builder()
                .id(metadata.getId())
                .model(metadata.getModel())
                .rateLimit(metadata.getRateLimit())
                .usage(metadata.getUsage())
                .promptMetadata(metadata.getPromptMetadata());
        for (Map.Entry<String, Object> entry : entries) {
            if (!isEcho(entry.getKey(), entry.getValue(), "")) {
                kept.keyValue(entry.getKey(), entry.getValue());
            }
        }
        return kept.build();
    }

    /** Returns whether {@code message} quotes one of the texts. */
    boolean areQuotedIn(String message) {
        return answers.stream().anyMatch(answer -> answer.isIn(message) || answer.isQuotedIn(message));
    }

    private boolean areIn(String value) {
        return answers.stream().anyMatch(answer -> answer.isIn(value));
    }

    private boolean isEcho(String key, @Nullable Object value, String piece) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Enum<?>) {
            return false;
        }
        if (THINKING.matcher(key).find()) {
            return false;
        }
        if (key.toLowerCase(Locale.ROOT).replace("_", "").startsWith(TOKENS)) {
            return true;
        }
        String text = text(value);
        return text == null || (!piece.isBlank() && text.strip().equals(piece.strip())) || areIn(text);
    }

    private static @Nullable String text(Object value) {
        try {
            return value.toString();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * An answer as it may be repeated.
     *
     * @param text all of it
     * @param line its longest line: line breaks may be written otherwise where it is repeated
     */
    record Echo(String text, String line) {

        /** Minimum length of a quoted part; anything shorter may match by chance. */
        private static final int MIN_PART = 12;

        private static final int MIN_QUOTED = 4;

        static Echo of(String text) {
            String longest = "";
            for (String line : (Iterable<String>) text.lines()::iterator) {
                longest = line.length() > longest.length() ? line : longest;
            }
            return new Echo(text.strip(), longest.strip());
        }

        /** A message with a word by chance loses no more than itself. */
        boolean isQuotedIn(String message) {
            return text.length() >= MIN_QUOTED && message.contains(text);
        }

        /** Returns whether all of it, or its beginning, is repeated in {@code value}. */
        boolean isIn(String value) {
            if (text.isEmpty()) {
                return false;
            }
            String stripped = value.strip();
            return stripped.equals(text)
                    || (text.length() >= MIN_PART && value.contains(text))
                    || (line.length() >= MIN_PART && value.contains(line))
                    || (stripped.length() >= MIN_PART && text.startsWith(stripped));
        }
    }
}
