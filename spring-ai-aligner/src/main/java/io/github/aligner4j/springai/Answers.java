package io.github.aligner4j.springai;

import java.util.Map;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.Generation;

/** Reads and replaces the text of a generation, leaving all else. */
final class Answers {

    private Answers() {}

    /** Returns what the model says to the user; nothing if the generation is a thought or has no text. */
    static String of(Generation generation) {
        String text = generation.getOutput().getText();
        return text == null || isThought(generation.getOutput().getMetadata()) ? "" : text;
    }

    /** Providers that send several generations number them in the message, since a chunk holds one of them at a time. */
    static int index(Generation generation, int position) {
        return generation.getOutput().getMetadata().get("index") instanceof Number number
                ? number.intValue()
                : position;
    }

    /** Returns whether a filter of the provider ended the generation: what is left is the filter's business. */
    static boolean isFiltered(Generation generation) {
        return "content_filter".equalsIgnoreCase(generation.getMetadata().getFinishReason());
    }

    /** Returns a copy that says {@code text}; properties, media, tool calls and metadata stay. */
    static Generation withText(Generation generation, String text) {
        // mutate() rather than a new builder: providers' own message classes keep their extra fields through it.
        AssistantMessage message = generation.getOutput().mutate().content(text).build();
        return new Generation(message, generation.getMetadata());
    }

    /** Providers mark thoughts differently: Google with the first key, Anthropic with the others. */
    private static boolean isThought(Map<String, Object> properties) {
        return Boolean.parseBoolean(String.valueOf(properties.get("isThought")))
                || Boolean.TRUE.equals(properties.get("thinking"))
                || properties.containsKey("signature");
    }
}
