package io.github.aligner4j.training.dataset;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A training example: an answer to a question, and its correction.
 *
 * @param context the passages that were retrieved for the question, most relevant first; mostly empty
 * @param question the question; may be empty
 * @param answer the upstream model's answer
 * @param correction the corrected answer; the same as {@code answer} if that is good
 */
public record CorrectionRow(List<String> context, String question, String answer, String correction) {

    private static final String CONTEXT = "context";
    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";
    private static final String CORRECTION = "correction";

    /** Checks that nothing is missing, and copies the list. */
    public CorrectionRow {
        context = List.copyOf(context);
        Objects.requireNonNull(question, QUESTION);
        Objects.requireNonNull(answer, ANSWER);
        Objects.requireNonNull(correction, CORRECTION);
    }

    /** Creates an example without retrieved passages. */
    public CorrectionRow(String question, String answer, String correction) {
        this(List.of(), question, answer, correction);
    }

    /** Returns a copy with another question, answer and correction about the same passages. */
    public CorrectionRow with(String question, String answer, String correction) {
        return new CorrectionRow(context, question, answer, correction);
    }

    /**
     * Returns the example of a JSON row, with the passages in {@code context} if it has that field. An empty correction deletes
     * the answer: the closing phrase of a longer one, say.
     *
     * @throws BadRowException if a field is missing or not a string, or the answer is empty
     */
    public static CorrectionRow parse(JsonRow row) throws BadRowException {
        return of(row, CORRECTION, "question, answer and correction");
    }

    /**
     * Returns the example of a JSON row whose answer is good as it is; its correction, if any, is ignored.
     *
     * @throws BadRowException if a field is missing or not a string, or the answer is empty
     */
    public static CorrectionRow parseGoodAnswer(JsonRow row) throws BadRowException {
        return of(row, ANSWER, "question and answer");
    }

    private static CorrectionRow of(JsonRow row, String correction, String needed) throws BadRowException {
        CorrectionRow read = new CorrectionRow(
                row.texts(CONTEXT), row.text(QUESTION, needed), row.text(ANSWER, needed), row.text(correction, needed));
        if (read.answer.isEmpty()) {
            throw new BadRowException("'answer' is empty");
        }
        return read;
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
        if (!context.isEmpty()) {
            context.forEach(json.putArray(CONTEXT)::add);
        }
        return json.put(QUESTION, question).put(ANSWER, answer).put(CORRECTION, correction);
    }
}
