package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.answer.Conversation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;

/** Maps a chat client's request to a {@link CorrectionRequest}. */
final class CorrectionRequests {

    /** The context keys of Spring AI's two retrieval advisors, whose classes are in optional modules. */
    private static final List<String> RETRIEVED = List.of("qa_retrieved_documents", "rag_document_context");

    private CorrectionRequests() {}

    /** Returns the correction request of an answer that is still empty. */
    static CorrectionRequest of(ChatClientRequest request) {
        Conversation conversation = conversation(request.prompt());
        if (request.context().get(AlignerAdvisor.QUESTION) instanceof String captured) {
            conversation = conversation.withQuestion(captured);
        }
        return conversation.request("").toBuilder()
                .context(retrieved(request.context()))
                .attributes(AdvisorContext.attributes(request))
                .build();
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

    private static List<String> retrieved(Map<String, ? extends @Nullable Object> context) {
        return RETRIEVED.stream()
                .flatMap(key -> context.get(key) instanceof List<?> documents ? documents.stream() : Stream.empty())
                .filter(Document.class::isInstance)
                .map(document -> ((Document) document).getText())
                .filter(text -> text != null && !text.isBlank())
                .distinct()
                .toList();
    }
}
