// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.answer.Conversation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;

/** Maps a chat client's request to a {@link CorrectionRequest}. */
final class CorrectionRequests {

    /** The context keys of Spring AI's two retrieval advisors, whose classes are in optional modules. */
    private static final List<String> RETRIEVED = List.of("qa_retrieved_documents", "rag_document_context");

    private CorrectionRequests() {}

    /** Returns the correction request of an answer that is still empty, as far as {@code request} tells it. */
    static CorrectionRequest of(ChatClientRequest request, Alignment alignment) {
        return of(request, alignment, List.of());
    }

    /** Returns the correction request of an answer of {@code response}, which knows what advisors inside have retrieved. */
    static CorrectionRequest of(ChatClientRequest request, Alignment alignment, ChatClientResponse response) {
        return of(request, alignment, retrieved(response));
    }

    private static CorrectionRequest of(ChatClientRequest request, Alignment alignment, List<String> retrieved) {
        Conversation conversation =
                conversation(request.prompt()).latest(alignment.options().conversationDepth());
        if (request.context().get(AlignerAdvisor.QUESTION) instanceof String captured) {
            conversation = conversation.withQuestion(captured);
        }
        return conversation.request("").toBuilder()
                .context(context(request, retrieved))
                .attributes(AdvisorContext.attributes(request, alignment.attributes()))
                .build();
    }

    /** Returns the passages that the application set, else those that advisors outside retrieved, and those inside. */
    private static List<String> context(ChatClientRequest request, List<String> retrievedInside) {
        Object given = request.context().get(AlignerAdvisor.CONTEXT);
        if (given instanceof Collection<?> passages) {
            return passages.stream()
                    .map(passage -> passage instanceof Document document ? document.getText() : (String) passage)
                    .filter(CorrectionRequests::hasWords)
                    .toList();
        }
        return Stream.concat(retrieved(request.context()), retrievedInside.stream())
                .distinct()
                .toList();
    }

    /**
     * Checks the passages that the application set.
     *
     * @throws IllegalArgumentException if they are not a list of strings or documents
     */
    static void requirePassages(ChatClientRequest request) {
        Object given = request.context().get(AlignerAdvisor.CONTEXT);
        boolean passages = given instanceof Collection<?> several
                && several.stream().allMatch(passage -> passage instanceof String || passage instanceof Document);
        if (given != null && !passages) {
            throw new IllegalArgumentException("the advisor parameter " + AlignerAdvisor.CONTEXT
                    + " must be a list of strings or of Spring AI's documents, but was a "
                    + given.getClass().getName()
                    + (given instanceof Collection ? " with an element of another type" : ""));
        }
    }

    /**
     * Checks the aspects that the application set.
     *
     * @throws IllegalArgumentException if they are neither a string nor a collection of strings, or one is blank
     */
    static void requireAspects(ChatClientRequest request) {
        Object given = request.context().get(AlignerAdvisor.ASPECTS);
        if (given != null) {
            CorrectionRequest.of("", "")
                    .withAttributes(Map.of(CorrectionRequest.ASPECTS, given))
                    .aspects();
        }
    }

    /** Returns the text of the last user message, or an empty string if there is none. */
    static String lastUserText(Prompt prompt) {
        return conversation(prompt).question();
    }

    /** Returns the conversation in {@code prompt}; tool results are no part of it. */
    private static Conversation conversation(Prompt prompt) {
        return Conversation.of(prompt.getInstructions().stream()
                .flatMap(message -> Stream.ofNullable(turn(message)))
                .toList());
    }

    private static @Nullable Turn turn(Message message) {
        String text = Objects.requireNonNullElse(message.getText(), "");
        return switch (message.getMessageType()) {
            case SYSTEM -> new Turn(Turn.Role.SYSTEM, text);
            case USER -> new Turn(Turn.Role.USER, text);
            case ASSISTANT -> new Turn(Turn.Role.ASSISTANT, text);
            case TOOL -> null;
        };
    }

    private static List<String> retrieved(ChatClientResponse response) {
        ChatResponse chatResponse = response.chatResponse();
        Map<String, Object> metadata = new HashMap<>();
        if (chatResponse != null) {
            RETRIEVED.forEach(
                    key -> metadata.put(key, chatResponse.getMetadata().get(key)));
        }
        return Stream.concat(retrieved(response.context()), retrieved(metadata)).toList();
    }

    private static Stream<String> retrieved(Map<String, ? extends @Nullable Object> context) {
        return RETRIEVED.stream()
                .flatMap(key -> context.get(key) instanceof List<?> documents ? documents.stream() : Stream.empty())
                .filter(Document.class::isInstance)
                .map(document -> ((Document) document).getText())
                .filter(CorrectionRequests::hasWords);
    }

    private static boolean hasWords(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
