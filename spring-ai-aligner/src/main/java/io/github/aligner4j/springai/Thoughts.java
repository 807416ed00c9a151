// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.util.StringUtils;

/** Finds and removes what a provider marks as thinking: messages and metadata. Thinking inside a text is not found here. */
final class Thoughts {

    /** Matches the names of metadata with thinking. */
    private static final Pattern NAME = Pattern.compile("reasoning|think|thought", Pattern.CASE_INSENSITIVE);

    private static final String SIGNATURE = "signature";

    private Thoughts() {}

    /** Returns true if metadata of the name {@code key} has thinking. */
    static boolean isName(String key) {
        return NAME.matcher(key).find();
    }

    /**
     * Returns true if a message with {@code properties} is a thought: Google marks thoughts with the first key, Anthropic with the
     * others.
     */
    static boolean isThought(Map<String, Object> properties) {
        return Boolean.parseBoolean(String.valueOf(properties.get("isThought")))
                || Boolean.TRUE.equals(properties.get("thinking"))
                || properties.containsKey(SIGNATURE);
    }

    /** Returns true if {@code generation} is or may be thinking, and nothing else: it has neither an answer nor tool calls. */
    static boolean isIn(Generation generation) {
        AssistantMessage message = generation.getOutput();
        boolean marked = isThought(message.getMetadata())
                || message.getMetadata().entrySet().stream().anyMatch(e -> isThinking(e.getKey(), e.getValue()))
                // A provider's own class may keep thinking in a field of its own.
                || message.getClass() != AssistantMessage.class;
        return marked && Generations.answer(generation).isEmpty() && !message.hasToolCalls();
    }

    /** Returns the thinking in {@code generation}, without anything else that may be a text. */
    static Generation only(Generation generation) {
        AssistantMessage message = generation.getOutput();
        Map<String, Object> properties = Metadata.without(
                message.getMetadata(),
                (key, value) -> !isName(key) && !SIGNATURE.equals(key) && !Metadata.isMark(value));
        return new Generation(
                message.mutate().properties(properties).media(List.of()).build());
    }

    /** Returns true if {@code chunk} has nothing but metadata of its own. */
    static boolean isEmptied(ChatClientResponse chunk) {
        return !TokenUsages.isReported(StreamedResponse.metadata(chunk))
                && StreamedResponse.results(chunk).stream()
                        .allMatch(generation -> !hasMore(generation) || isEmpty(generation));
    }

    private static boolean isEmpty(Generation generation) {
        AssistantMessage message = generation.getOutput();
        String finishReason = generation.getMetadata().getFinishReason();
        return !StringUtils.hasLength(message.getText())
                && !StringUtils.hasLength(finishReason)
                && !message.hasToolCalls()
                && message.getMedia().isEmpty();
    }

    /** Returns the chunks of a stream, or one response, without thoughts; chunks that were nothing else are left out. */
    static List<ChatClientResponse> removedFrom(List<ChatClientResponse> chunks) {
        RepeatedText thoughts = RepeatedText.of(List.of(text(chunks)));
        List<ChatClientResponse> kept = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ChatResponse response = chunks.get(i).chatResponse();
            if (response == null) {
                kept.add(chunks.get(i));
                continue;
            }
            ChatClientResponse without = chunks.get(i)
                    .mutate()
                    .chatResponse(without(response, thoughts))
                    .build();
            boolean last = i == chunks.size() - 1;
            if (last || response.getResults().isEmpty() || !isEmptied(without)) {
                kept.add(without);
            }
        }
        return kept;
    }

    private static String text(List<ChatClientResponse> chunks) {
        StringBuilder text = new StringBuilder();
        for (ChatClientResponse chunk : chunks) {
            ChatResponse response = chunk.chatResponse();
            if (response != null) {
                response.getResults().stream()
                        .map(Generation::getOutput)
                        .filter(message -> isThought(message.getMetadata()) && message.getText() != null)
                        .forEach(message -> text.append(message.getText()));
            }
        }
        return text.toString();
    }

    private static ChatResponse without(ChatResponse response, RepeatedText thoughts) {
        ChatResponseMetadata metadata =
                thoughts.removedFrom(Metadata.without(response.getMetadata(), Thoughts::isThinking));
        List<Generation> generations = response.getResults().stream()
                .filter(Thoughts::hasMore)
                .map(Thoughts::without)
                .toList();
        return new ChatResponse(generations, metadata);
    }

    private static boolean hasMore(Generation generation) {
        String finishReason = generation.getMetadata().getFinishReason();
        AssistantMessage message = generation.getOutput();
        return !isThought(message.getMetadata())
                || message.hasToolCalls()
                || !message.getMedia().isEmpty()
                || StringUtils.hasLength(finishReason);
    }

    private static Generation without(Generation generation) {
        AssistantMessage message = generation.getOutput();
        Map<String, Object> properties = Metadata.without(message.getMetadata(), Thoughts::isThinking);
        boolean thought = isThought(message.getMetadata());
        // A provider's own class may keep thinking in a field of its own.
        boolean plain = message.getClass() == AssistantMessage.class;
        if (plain && !thought && properties == message.getMetadata()) {
            return new Generation(message, Metadata.without(generation.getMetadata(), Thoughts::isThinking));
        }
        AssistantMessage without = AssistantMessage.builder()
                .content(thought ? "" : message.getText())
                .properties(properties)
                .toolCalls(message.getToolCalls())
                .media(message.getMedia())
                .build();
        return new Generation(without, Metadata.without(generation.getMetadata(), Thoughts::isThinking));
    }

    /** Marks and counts stay; they are no text. */
    private static boolean isThinking(String key, @Nullable Object value) {
        return isName(key) && value != null && !Metadata.isMark(value);
    }
}
