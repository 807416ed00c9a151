package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import io.github.aligner4j.answer.InlineThinking;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the question and the conversation before it out of a chat's messages. */
final class CorrectionRequests {

    private CorrectionRequests() {}

    /** Returns the request to correct {@code answer}, with the last {@code depth} messages before the question. */
    static CorrectionRequest from(List<ChatMessage> messages, String answer, int depth) {
        int asked = lastUserMessage(messages);
        List<Turn> turns = turns(messages.subList(0, asked < 0 ? messages.size() : asked));
        List<Turn> shown = turns.subList(Math.max(0, turns.size() - depth), turns.size());
        return CorrectionRequest.of(question(messages), answer).withConversation(shown);
    }

    /** Returns all text of the last user message, or nothing if there is none. */
    static String question(List<ChatMessage> messages) {
        int asked = lastUserMessage(messages);
        return asked < 0 ? "" : text((UserMessage) messages.get(asked));
    }

    private static int lastUserMessage(List<ChatMessage> messages) {
        int index = messages.size() - 1;
        while (index >= 0 && !(messages.get(index) instanceof UserMessage)) {
            index--;
        }
        return index;
    }

    private static List<Turn> turns(List<ChatMessage> messages) {
        List<Turn> turns = new ArrayList<>();
        for (ChatMessage message : messages) {
            if (message instanceof SystemMessage system) {
                add(turns, Role.SYSTEM, system.text());
            } else if (message instanceof UserMessage user) {
                add(turns, Role.USER, text(user));
            } else if (message instanceof AiMessage ai) {
                add(turns, Role.ASSISTANT, said(ai));
            }
        }
        return turns;
    }

    private static @Nullable String said(AiMessage message) {
        String text = message.text();
        return text == null ? null : InlineThinking.of(text).answer();
    }

    private static void add(List<Turn> turns, Role role, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            turns.add(new Turn(role, text));
        }
    }

    /** Returns all text of {@code message}. {@code UserMessage.singleText()} would throw if there is an image beside it. */
    static String text(UserMessage message) {
        return message.contents().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }
}
