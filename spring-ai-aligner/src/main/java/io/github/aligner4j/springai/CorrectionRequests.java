package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.answer.InlineThinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;

/** Reads what an Aligner wants to know out of a chat client's request. */
final class CorrectionRequests {

    /** The context keys of Spring AI's two retrieval advisors, whose classes are in optional modules. */
    private static final List<String> RETRIEVED = List.of("qa_retrieved_documents", "rag_document_context");

    private CorrectionRequests() {}

    /** Returns a request whose answer is still empty. */
    static CorrectionRequest from(ChatClientRequest request) {
        Prompt prompt = request.prompt();
        String question = request.context().get(AlignerAdvisor.QUESTION) instanceof String captured
                ? captured
                : lastUserText(prompt);
        return CorrectionRequest.builder(question, "")
                .conversation(conversation(prompt))
                .context(retrieved(request.context()))
                .build();
    }

    /** Returns the text of the last user message, or nothing if there is none. */
    static String lastUserText(Prompt prompt) {
        int last = lastUserMessage(prompt.getInstructions());
        return last < 0 ? "" : text(prompt.getInstructions().get(last));
    }

    private static List<Turn> conversation(Prompt prompt) {
        List<Turn> turns = new ArrayList<>();
        List<Message> messages = prompt.getInstructions();
        int last = lastUserMessage(messages);
        for (Message message : messages.subList(0, last < 0 ? messages.size() : last)) {
            Turn.Role role = role(message.getMessageType());
            String said = role == Turn.Role.ASSISTANT
                    ? InlineThinking.of(text(message)).answer()
                    : text(message);
            if (role != null && !said.isBlank()) {
                turns.add(new Turn(role, said));
            }
        }
        return turns;
    }

    private static int lastUserMessage(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).getMessageType() == MessageType.USER) {
                return i;
            }
        }
        return -1;
    }

    private static String text(Message message) {
        String text = message.getText();
        return text == null ? "" : text;
    }

    private static Turn.@Nullable Role role(MessageType type) {
        return switch (type) {
            case SYSTEM -> Turn.Role.SYSTEM;
            case USER -> Turn.Role.USER;
            case ASSISTANT -> Turn.Role.ASSISTANT;
            case TOOL -> null;
        };
    }

    private static List<String> retrieved(Map<String, ? extends @Nullable Object> context) {
        return RETRIEVED.stream()
                .flatMap(key -> context.get(key) instanceof List<?> found ? found.stream() : Stream.empty())
                .filter(Document.class::isInstance)
                .map(found -> ((Document) found).getText())
                .filter(text -> text != null && !text.isBlank())
                .distinct()
                .toList();
    }
}
