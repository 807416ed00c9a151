// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The latest exchanges of one conversation. Safe for use by several threads. */
final class Conversation {

    static final int MAX_REPLIES = 20;
    static final int MAX_CHARACTERS = 50_000;
    static final int MAX_TITLE = 80;

    private static final int MAX_OBSERVED = 8;

    private final String id = UUID.randomUUID().toString();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final Map<String, List<Reply.Observed>> observed = new LinkedHashMap<>();
    private String title = "";

    /** Returns its id, unique among all conversations. */
    String id() {
        return id;
    }

    /** Returns its title: the one it was given, or its first question; empty before that. */
    synchronized String title() {
        return title;
    }

    /** Gives it a title; characters beyond {@value #MAX_TITLE} are cut off. */
    synchronized void rename(String title) {
        this.title = shortened(title.strip());
    }

    /** Returns the exchanges, oldest first. */
    synchronized List<Reply> replies() {
        return replies.stream()
                .map(reply -> reply.with(observed.getOrDefault(reply.id(), List.of())))
                .toList();
    }

    /** Adds an exchange, and removes the oldest ones if they are too many or too long. */
    synchronized void add(Reply reply) {
        if (title.isEmpty()) {
            rename(reply.question().strip().lines().findFirst().orElse(""));
        }
        replies.addLast(reply);
        trim();
    }

    /** Adds the correction of a layer in shadow mode, which can arrive before the exchange itself does. */
    synchronized void observe(String exchange, Reply.Observed correction) {
        List<Reply.Observed> all = observed.computeIfAbsent(exchange, key -> new ArrayList<>());
        if (all.size() < MAX_OBSERVED) {
            all.add(correction);
        }
        while (observed.size() > 2 * MAX_REPLIES) {
            observed.remove(observed.keySet().iterator().next());
        }
        trim();
    }

    private void trim() {
        while (replies.size() > 1 && (replies.size() > MAX_REPLIES || characters() > MAX_CHARACTERS)) {
            observed.remove(replies.removeFirst().id());
        }
    }

    /** Returns the length of all its texts. */
    synchronized int characters() {
        return replies.stream().mapToInt(Reply::characters).sum()
                + observed.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(Reply.Observed::characters)
                        .sum();
    }

    /** Removes all exchanges, and the title. */
    synchronized void clear() {
        replies.clear();
        observed.clear();
        title = "";
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

    private static String shortened(String text) {
        int end = text.offsetByCodePoints(0, Math.min(MAX_TITLE, text.codePointCount(0, text.length())));
        return text.substring(0, end);
    }
}
