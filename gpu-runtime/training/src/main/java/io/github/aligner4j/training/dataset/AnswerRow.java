// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.answer.Conversation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An upstream model's answer in a file of rows, with everything that is known of it. A row has one of these shapes:
 *
 * <ul>
 *   <li>{@code question}, {@code answer}, mostly {@code correction}, and perhaps {@code conversation}, the messages before the
 *       question;
 *   <li>{@code messages} of Hugging Face, whose last one is the answer and the last user message before it the question, and
 *       perhaps {@code correction};
 *   <li>a preference: {@code chosen}, the correction, and {@code rejected}, the answer, mostly with {@code prompt} ({@link
 *       PreferenceRows}).
 * </ul>
 *
 * <p>Each may have {@code context}, the passages retrieved for the question.
 *
 * @param conversation the messages before the question, oldest first; mostly empty
 * @param context the passages that were retrieved for the question, most relevant first; mostly empty
 * @param question the question; may be empty
 * @param answer the answer
 * @param correction the corrected answer, if the row has one
 */
public record AnswerRow(
        List<Turn> conversation, List<String> context, String question, String answer, Optional<String> correction) {

    static final String CONVERSATION = "conversation";
    static final String CONTEXT = "context";
    static final String QUESTION = "question";
    static final String ANSWER = "answer";
    static final String CORRECTION = "correction";
    private static final String MESSAGES = "messages";

    /** Checks that nothing is missing, and copies the lists. */
    public AnswerRow {
        conversation = List.copyOf(conversation);
        context = List.copyOf(context);
        Objects.requireNonNull(question, QUESTION);
        Objects.requireNonNull(answer, ANSWER);
        Objects.requireNonNull(correction, CORRECTION);
    }

    /**
     * Returns the answer of a JSON row. A field {@code correction} that is not a string counts as missing.
     *
     * @throws BadRowException if the row has none of the shapes
     */
    public static AnswerRow parse(JsonRow row) throws BadRowException {
        return parse(row, "question and answer");
    }

    /** Returns the answer of a JSON row; {@code needed} names the fields of the plain shape, for the message. */
    static AnswerRow parse(JsonRow row, String needed) throws BadRowException {
        ObjectNode json = row.json();
        List<String> context = row.texts(CONTEXT);
        if (PreferenceRows.isShapeOf(json)) {
            return PreferenceRows.parse(row, context);
        }
        if (json.has(MESSAGES) && !json.has(ANSWER)) {
            List<Turn> messages = Messages.parse(json.path(MESSAGES), MESSAGES);
            return ofMessages(messages, MESSAGES, context).withCorrection(correction(json));
        }
        return new AnswerRow(
                Messages.parse(json.path(CONVERSATION), CONVERSATION),
                context,
                row.text(QUESTION, needed),
                row.text(ANSWER, needed),
                correction(json));
    }

    /**
     * Returns the answer at the end of {@code messages}; the rest is read as an application's messages are at inference.
     *
     * @param field the name of the field of the messages, for the message of an exception
     */
    static AnswerRow ofMessages(List<Turn> messages, String field, List<String> context) throws BadRowException {
        int last = messages.size() - 1;
        if (last < 0 || messages.get(last).role() != Turn.Role.ASSISTANT) {
            throw new BadRowException("'" + field + "' must end with a message of the assistant, the answer");
        }
        List<Turn> before = messages.subList(0, last);
        if (before.stream().noneMatch(turn -> turn.role() == Turn.Role.USER)) {
            throw new BadRowException("'" + field + "' has no message of the user before the answer");
        }
        Conversation conversation = Conversation.of(before);
        String answer = messages.get(last).text();
        return new AnswerRow(conversation.turns(), context, conversation.question(), answer, Optional.empty());
    }

    private static Optional<String> correction(ObjectNode json) {
        JsonNode value = json.path(CORRECTION);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** Returns the correction of the row that this was parsed from, or throws. */
    String correctionOf(JsonRow row, String needed) throws BadRowException {
        return correction.isPresent() ? correction.get() : row.text(CORRECTION, needed);
    }

    AnswerRow withCorrection(Optional<String> other) {
        return new AnswerRow(conversation, context, question, answer, other);
    }

    /** Returns the request to correct the answer. */
    public CorrectionRequest request() {
        return CorrectionRequest.builder(question, answer)
                .conversation(conversation)
                .context(context)
                .build();
    }
}
