package io.github.aligner4j.springai;

import io.github.aligner4j.answer.FinishReasons;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        return FinishReasons.isFiltered(generation.getMetadata().getFinishReason());
    }

    /** Returns {@code generation}, or a copy without {@code echoes} if there are any. */
    static Generation without(Generation generation, Echoes echoes) {
        Map<String, Object> properties = generation.getOutput().getMetadata();
        boolean silent = echoes.without(properties, "") == properties
                && echoes.without(generation.getMetadata(), "") == generation.getMetadata();
        return silent ? generation : withText(generation, generation.getOutput().getText(), echoes);
    }

    /** Returns a copy that says {@code text}; properties, media, tool calls and metadata stay, but for {@code echoes}. */
    static Generation withText(Generation generation, @Nullable String text, Echoes echoes) {
        // mutate() rather than a new builder: providers' own message classes keep their extra fields through it.
        AssistantMessage old = generation.getOutput();
        AssistantMessage message = old.mutate()
                .content(text)
                .properties(echoes.without(old.getMetadata(), of(generation)))
                .build();
        return new Generation(message, echoes.without(generation.getMetadata(), of(generation)));
    }

    /** Providers mark thoughts differently: Google with the first key, Anthropic with the others. */
    private static boolean isThought(Map<String, Object> properties) {
        return Boolean.parseBoolean(String.valueOf(properties.get("isThought")))
                || Boolean.TRUE.equals(properties.get("thinking"))
                || properties.containsKey("signature");
    }
}
