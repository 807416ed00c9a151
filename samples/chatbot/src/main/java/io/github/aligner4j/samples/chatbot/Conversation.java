package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest exchanges of one browser session. Safe for use by several threads. */
final class Conversation {

    static final int MAX_REPLIES = 20;
    static final int MAX_CHARACTERS = 50_000;

    private final Deque<Reply> replies = new ArrayDeque<>();

    /** Returns the exchanges, oldest first. */
    synchronized List<Reply> replies() {
        return List.copyOf(replies);
    }

    /** Adds an exchange, and removes the oldest ones if they are too many or too long. */
    synchronized void add(Reply reply) {
        replies.addLast(reply);
        while (replies.size() > 1 && (replies.size() > MAX_REPLIES || characters() > MAX_CHARACTERS)) {
            replies.removeFirst();
        }
    }

    private int characters() {
        return replies.stream()
                .mapToInt(reply -> reply.question().length()
                        + reply.original().length()
                        + reply.answer().length())
                .sum();
    }

    /** Removes all exchanges. */
    synchronized void clear() {
        replies.clear();
    }

    /** Returns the messages to send upstream: the questions so far with their corrected answers, and {@code question}. */
    synchronized List<ChatMessage> messagesWith(String question, String systemMessage) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!systemMessage.isBlank()) {
            messages.add(SystemMessage.from(systemMessage));
        }
        for (Reply reply : replies) {
            messages.add(UserMessage.from(reply.question()));
            messages.add(AiMessage.from(reply.answer()));
        }
        messages.add(UserMessage.from(question));
        return messages;
    }
}
