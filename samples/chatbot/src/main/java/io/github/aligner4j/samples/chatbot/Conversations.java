// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The conversations of one browser session, the latest first. Safe for use by several threads. */
final class Conversations {

    static final int MAX_CONVERSATIONS = 20;

    /** The limit of all texts together. */
    static final int MAX_CHARACTERS = 2 * Conversation.MAX_CHARACTERS;

    private final List<Conversation> conversations = new ArrayList<>();

    /** Returns them, the latest first. */
    synchronized List<Conversation> all() {
        return List.copyOf(conversations);
    }

    /** Begins one, unless the latest has not begun yet; forgets the oldest if there are too many. */
    synchronized Conversation begin() {
        if (conversations.isEmpty() || !conversations.get(0).title().isEmpty()) {
            conversations.add(0, new Conversation());
            trim();
        }
        return conversations.get(0);
    }

    /**
     * Returns the conversation of this id; the latest one if {@code id} is null or blank.
     *
     * @throws RefusedException if there is none of this id
     */
    synchronized Conversation get(@Nullable String id) {
        if (id == null || id.isBlank()) {
            return conversations.isEmpty() ? begin() : conversations.get(0);
        }
        return conversations.stream()
                .filter(conversation -> conversation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        HttpStatus.NOT_FOUND,
                        "there is no such conversation: it was deleted or, as the oldest of too many, forgotten;"
                                + " begin a new one"));
    }

    /** Adds an exchange to a conversation, which thereby becomes the latest; one that was deleted stays so. */
    synchronized void add(Conversation conversation, Reply reply) {
        conversation.add(reply);
        if (conversations.remove(conversation)) {
            conversations.add(0, conversation);
            trim();
        }
    }

    /** Deletes a conversation. */
    synchronized void delete(String id) {
        conversations.remove(get(id));
    }

    private void trim() {
        while (conversations.size() > 1
                && (conversations.size() > MAX_CONVERSATIONS || characters() > MAX_CHARACTERS)) {
            conversations.remove(conversations.size() - 1);
        }
    }

    private int characters() {
        return conversations.stream().mapToInt(Conversation::characters).sum();
    }
}
