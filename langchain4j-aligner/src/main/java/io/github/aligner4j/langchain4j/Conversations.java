// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import io.github.aligner4j.answer.Conversation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps LangChain4j's messages to a {@link Conversation}. */
final class Conversations {

    private Conversations() {}

    /** Returns the conversation in {@code messages}, with users' own texts where they are known; without tool results. */
    static Conversation of(List<ChatMessage> messages) {
        return Conversation.of(messages.stream()
                .flatMap(message -> Stream.ofNullable(turn(message)))
                .toList());
    }

    /** Returns the retrieval for the last user message; {@link Retrieval#NONE} if there is none. */
    static Retrieval retrieval(List<ChatMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage user) {
                return Retrieval.of(user);
            }
        }
        return Retrieval.NONE;
    }

    private static @Nullable Turn turn(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return new Turn(Role.SYSTEM, system.text());
        }
        if (message instanceof UserMessage user) {
            String question = Retrieval.of(user).question();
            return new Turn(Role.USER, question == null ? text(user) : question);
        }
        return message instanceof AiMessage ai
                ? new Turn(Role.ASSISTANT, Objects.requireNonNullElse(ai.text(), ""))
                : null;
    }

    /** Returns all text of {@code message}. {@code UserMessage.singleText()} throws if there is an image beside it. */
    static String text(UserMessage message) {
        return message.contents().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }
}
