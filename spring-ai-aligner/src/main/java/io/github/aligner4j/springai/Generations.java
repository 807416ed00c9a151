// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.answer.FinishReasons;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** Reads and replaces the text of a {@link Generation}, and keeps everything else. */
final class Generations {

    private static final String CONTENT_FILTER = "CONTENT_FILTER";

    private Generations() {}

    /** Returns the answer in {@code generation}; empty if it is a thought or has no text. */
    static String answer(Generation generation) {
        String text = generation.getOutput().getText();
        return text == null || Thoughts.isThought(generation.getOutput().getMetadata()) ? "" : text;
    }

    /** Returns the number that a provider gave the generation, since a chunk has one of several; else {@code position}. */
    static int index(Generation generation, int position) {
        return generation.getOutput().getMetadata().get("index") instanceof Number number
                ? number.intValue()
                : position;
    }

    /** Returns whether a content filter of the provider ended the generation. */
    static boolean isFiltered(Generation generation) {
        return FinishReasons.isFiltered(generation.getMetadata().getFinishReason());
    }

    /** Returns {@code chunk}, the last one of a response that was cut short, with the finish reason of a filter. */
    static ChatClientResponse filtered(ChatClientResponse chunk) {
        List<Generation> generations = StreamedResponse.results(chunk).stream()
                .map(generation -> new Generation(
                        generation.getOutput(), Metadata.withFinishReason(generation.getMetadata(), CONTENT_FILTER)))
                .toList();
        return chunk.mutate()
                .chatResponse(new ChatResponse(generations, StreamedResponse.metadata(chunk)))
                .build();
    }

    /** Returns {@code generation} without repetitions of {@code texts} beside its text. */
    static Generation withoutRepetitions(Generation generation, RepeatedText texts) {
        Map<String, Object> properties = generation.getOutput().getMetadata();
        boolean clean = texts.removedFrom(properties, "") == properties
                && texts.removedFrom(generation.getMetadata(), "") == generation.getMetadata();
        return clean ? generation : withText(generation, generation.getOutput().getText(), texts);
    }

    /** Returns a copy with another text, without repetitions of {@code texts} and of the text before. */
    static Generation withText(Generation generation, @Nullable String text, RepeatedText texts) {
        String replaced = answer(generation);
        // mutate(), unlike a new builder, keeps the extra fields of providers' own message classes.
        AssistantMessage original = generation.getOutput();
        AssistantMessage message = original.mutate()
                .content(text)
                .properties(texts.removedFrom(original.getMetadata(), replaced))
                .build();
        return new Generation(message, texts.removedFrom(generation.getMetadata(), replaced));
    }
}
