package io.github.aligner4j.training.dataset;

import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A training example: an answer to a question, and its correction.
 *
 * @param question the question; may be empty
 * @param answer the upstream model's answer
 * @param correction the corrected answer; the same as {@code answer} if that is good
 */
public record CorrectionRow(String question, String answer, String correction) {

    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";
    private static final String CORRECTION = "correction";

    /** Checks that nothing is missing. */
    public CorrectionRow {
        Objects.requireNonNull(question, QUESTION);
        Objects.requireNonNull(answer, ANSWER);
        Objects.requireNonNull(correction, CORRECTION);
    }

    /**
     * Returns the example of a JSON row. An empty correction deletes the answer: the closing phrase of a longer one, say.
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
        CorrectionRow read =
                new CorrectionRow(row.text(QUESTION, needed), row.text(ANSWER, needed), row.text(correction, needed));
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
        return new CorrectionRow(question, answer, answer);
    }

    /** Returns the example as a JSON object, which {@link #parse} reads. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put(QUESTION, question)
                .put(ANSWER, answer)
                .put(CORRECTION, correction);
    }
}
