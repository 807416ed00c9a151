package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A question and an answer of a file of rows.
 *
 * @param source the row as it is written
 * @param question its field {@code question}
 * @param answer its field {@code answer}
 * @param context the passages in its field {@code context}; empty without one
 */
record Row(JsonRow source, String question, String answer, List<String> context) {

    static final String QUESTION = "question";
    static final String ANSWER = "answer";
    static final String CONTEXT = "context";
    static final String CORRECTION = "correction";
    static final String CHANGED = "changed";
    static final String EDITS = "edits";
    static final String DETECTIONS = "detections";
    static final String TIMINGS = "timings";

    private static final Set<String> ADDED = Set.of(CORRECTION, CHANGED, EDITS, DETECTIONS, TIMINGS);
    private static final String NEEDED = "question and answer";

    /**
     * Returns the question and answer of {@code row}, and its passages if it has some.
     *
     * @throws BadRowException if one is missing or of the wrong type
     */
    static Row parse(JsonRow row) throws BadRowException {
        return new Row(row, row.text(QUESTION, NEEDED), row.text(ANSWER, NEEDED), row.texts(CONTEXT));
    }

    CorrectionRequest request() {
        return CorrectionRequest.of(question, answer).withContext(context);
    }

    /** Returns the key of the row: equal questions, answers and passages get equal corrections. */
    Key key() {
        return new Key(question, answer, context);
    }

    /** Returns whether the line of the corrected row may begin with {@code bytes}. */
    boolean mayBegin(byte[] bytes) {
        byte[] beginning = source.beginning(ADDED).getBytes(StandardCharsets.UTF_8);
        int known = Math.min(beginning.length, bytes.length);
        return Arrays.equals(beginning, 0, known, bytes, 0, known);
    }

    /** Returns the line of the corrected row, whose other fields stay exactly as written. */
    byte[] with(Map<String, JsonNode> added) {
        return (source.with(added) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A question, an answer and passages. */
    record Key(String question, String answer, List<String> context) {}
}
