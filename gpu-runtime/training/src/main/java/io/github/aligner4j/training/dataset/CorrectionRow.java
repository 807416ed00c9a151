// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A training example: an answer to a question, and its correction.
 *
 * @param conversation the messages before the question, oldest first; mostly empty
 * @param context the passages that were retrieved for the question, most relevant first; mostly empty
 * @param question the question; may be empty
 * @param answer the upstream model's answer
 * @param correction the corrected answer; the same as {@code answer} if that is good
 */
public record CorrectionRow(
        List<Turn> conversation, List<String> context, String question, String answer, String correction) {

    private static final String NEEDED = "question, answer and correction";

    /** Checks that nothing is missing, and copies the lists. */
    public CorrectionRow {
        conversation = List.copyOf(conversation);
        context = List.copyOf(context);
        Objects.requireNonNull(question, AnswerRow.QUESTION);
        Objects.requireNonNull(answer, AnswerRow.ANSWER);
        Objects.requireNonNull(correction, AnswerRow.CORRECTION);
    }

    /** Creates an example without a conversation before the question. */
    public CorrectionRow(List<String> context, String question, String answer, String correction) {
        this(List.of(), context, question, answer, correction);
    }

    /** Creates an example without a conversation and retrieved passages. */
    public CorrectionRow(String question, String answer, String correction) {
        this(List.of(), question, answer, correction);
    }

    /** Returns a copy with another question, answer and correction in the same conversation, about the same passages. */
    public CorrectionRow with(String question, String answer, String correction) {
        return new CorrectionRow(conversation, context, question, answer, correction);
    }

    /**
     * Returns the example of a JSON row, which may have any shape of an {@link AnswerRow}. An empty correction deletes the answer:
     * the closing phrase of a longer one, say.
     *
     * @throws BadRowException if a field is missing or of the wrong type, or the answer is empty
     */
    public static CorrectionRow parse(JsonRow row) throws BadRowException {
        AnswerRow read = AnswerRow.parse(row, NEEDED);
        return of(read, read.answer(), read.correctionOf(row, NEEDED));
    }

    /**
     * Returns the example of a JSON row whose answer is good as it is; its correction, if any, is ignored. The good answer of a
     * preference is the chosen one.
     *
     * @throws BadRowException if a field is missing or of the wrong type, or the answer is empty
     */
    public static CorrectionRow parseGoodAnswer(JsonRow row) throws BadRowException {
        AnswerRow read = AnswerRow.parse(row);
        String answer = PreferenceRows.isShapeOf(row.json()) ? read.correction().orElseThrow() : read.answer();
        return of(read, answer, answer);
    }

    private static CorrectionRow of(AnswerRow read, String answer, String correction) throws BadRowException {
        if (answer.isEmpty()) {
            throw new BadRowException("'answer' is empty");
        }
        return new CorrectionRow(read.conversation(), read.context(), read.question(), answer, correction);
    }

    /** Returns the request to correct the answer, as an application makes it. */
    public CorrectionRequest request() {
        return CorrectionRequest.builder(question, answer)
                .conversation(conversation)
                .context(context)
                .build();
    }

    /** Returns the first message of the user: that of the conversation, or the question if there is none before it. */
    public String opening() {
        return conversation.stream()
                .filter(turn -> turn.role() == Turn.Role.USER)
                .map(Turn::text)
                .findFirst()
                .orElse(question);
    }

    /** Returns whether there is nothing to correct. */
    public boolean identity() {
        return answer.equals(correction);
    }

    /** Returns the example with the answer as its own correction. */
    public CorrectionRow asIdentity() {
        return with(question, answer, answer);
    }

    /** Returns the example as a JSON object, which {@link #parse} reads. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!conversation.isEmpty()) {
            Messages.addTo(json.putArray(AnswerRow.CONVERSATION), conversation);
        }
        if (!context.isEmpty()) {
            context.forEach(json.putArray(AnswerRow.CONTEXT)::add);
        }
        return json.put(AnswerRow.QUESTION, question)
                .put(AnswerRow.ANSWER, answer)
                .put(AnswerRow.CORRECTION, correction);
    }
}
