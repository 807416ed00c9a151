// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;

/**
 * Removes metadata that repeats a text: a provider's own response object, tokens with their probabilities, a property with the
 * same text. Beside a corrected answer, such metadata would show the original.
 *
 * @param texts the texts
 */
record RepeatedText(List<Text> texts) {

    /** The beginning of the names of metadata with tokens and their probabilities, which don't fit another text. */
    private static final String TOKENS = "logprob";

    static RepeatedText of(Iterable<? extends CharSequence> texts) {
        List<Text> repeated = new ArrayList<>();
        texts.forEach(text -> repeated.add(Text.of(text.toString())));
        return new RepeatedText(repeated);
    }

    /** Returns {@code properties} without entries that repeat a text, or {@code piece}, a part of one. */
    Map<String, Object> removedFrom(Map<String, Object> properties, String piece) {
        return Metadata.without(properties, (key, value) -> repeats(key, value, piece));
    }

    /** Returns {@code metadata} without entries that repeat a text, or {@code piece}, a part of one. */
    ChatGenerationMetadata removedFrom(ChatGenerationMetadata metadata, String piece) {
        return Metadata.without(metadata, (key, value) -> repeats(key, value, piece));
    }

    /** Returns {@code metadata} without entries that repeat a text; the same object if there are none. */
    ChatResponseMetadata removedFrom(ChatResponseMetadata metadata) {
        return Metadata.without(metadata, (key, value) -> repeats(key, value, ""));
    }

    /** Returns whether {@code message} quotes one of the texts. */
    boolean isQuotedIn(String message) {
        return texts.stream().anyMatch(text -> text.isRepeatedIn(message) || text.isQuotedIn(message));
    }

    private boolean isRepeatedIn(String value) {
        return texts.stream().anyMatch(text -> text.isRepeatedIn(value));
    }

    private boolean repeats(String key, @Nullable Object value, String piece) {
        if (value == null || Metadata.isMark(value)) {
            return false;
        }
        if (Thoughts.isName(key)) {
            // Thinking is not corrected, even if it quotes the answer.
            return false;
        }
        if (key.toLowerCase(Locale.ROOT).replace("_", "").startsWith(TOKENS)) {
            return true;
        }
        String text = toString(value);
        return text == null || (!piece.isBlank() && text.strip().equals(piece.strip())) || isRepeatedIn(text);
    }

    private static @Nullable String toString(Object value) {
        try {
            return value.toString();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * A text, and its longest line, which is found even where line breaks are written differently.
     *
     * @param text the text
     * @param line its longest line
     */
    record Text(String text, String line) {

        /** The length from which a part of a text is not there by chance. */
        private static final int MIN_PART = 12;

        /** The length from which a text in an exception's message counts as a quotation, by chance or not. */
        private static final int MIN_QUOTATION = 4;

        static Text of(String text) {
            String longest = "";
            for (String line : (Iterable<String>) text.lines()::iterator) {
                longest = line.length() > longest.length() ? line : longest;
            }
            return new Text(text.strip(), longest.strip());
        }

        boolean isQuotedIn(String message) {
            return text.length() >= MIN_QUOTATION && message.contains(text);
        }

        /** Returns whether {@code value} has all of the text, or is its beginning. */
        boolean isRepeatedIn(String value) {
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
