// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The conversation that an upstream model answered, as an Aligner reads it.
 *
 * @param turns the turns before the question, oldest first; without blank ones, and without the thinking of the model
 * @param question the text of the last user message; empty if there is none
 */
public record Conversation(List<Turn> turns, String question) {

    /** Checks that no component is null, and copies the turns. */
    public Conversation {
        turns = List.copyOf(turns);
        Objects.requireNonNull(question, "question");
    }

    /**
     * Returns the conversation in {@code messages}: the last user message is the question. Messages after it, such as tool
     * calls and their results, are left out; without a user message, all are turns before an empty question.
     */
    public static Conversation of(List<Turn> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && messages.get(last).role() != Role.USER) {
            last--;
        }
        List<Turn> turns = new ArrayList<>();
        for (Turn message : last < 0 ? messages : messages.subList(0, last)) {
            Turn turn = message.role() == Role.ASSISTANT ? withoutThinking(message) : message;
            if (!turn.text().isBlank()) {
                turns.add(turn);
            }
        }
        return new Conversation(turns, last < 0 ? "" : messages.get(last).text());
    }

    /** Returns a copy with another question. */
    public Conversation withQuestion(String question) {
        return new Conversation(turns, question);
    }

    /** Returns a copy with at most {@code limit} turns, the latest ones. */
    public Conversation latest(int limit) {
        return limit >= turns.size()
                ? this
                : new Conversation(turns.subList(turns.size() - limit, turns.size()), question);
    }

    /** Returns the request to correct {@code answer} in this conversation. */
    public CorrectionRequest request(String answer) {
        return CorrectionRequest.of(question, answer).withConversation(turns);
    }

    private static Turn withoutThinking(Turn turn) {
        return new Turn(turn.role(), InlineThinking.of(turn.text()).answer());
    }
}
