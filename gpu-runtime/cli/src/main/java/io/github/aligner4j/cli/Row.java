// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.training.dataset.AnswerRow;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A question and an answer of a file of rows.
 *
 * @param source the row as it is written
 * @param request the question and the answer, with the conversation and the passages before them, of any shape of an {@link
 *     AnswerRow}
 */
record Row(JsonRow source, CorrectionRequest request) {

    static final String QUESTION = "question";
    static final String ANSWER = "answer";
    static final String CONTEXT = "context";
    static final String CORRECTION = "correction";
    static final String CHANGED = "changed";
    static final String EDITS = "edits";
    static final String DETECTIONS = "detections";
    static final String TIMINGS = "timings";

    private static final Set<String> ADDED = Set.of(CORRECTION, CHANGED, EDITS, DETECTIONS, TIMINGS);

    /**
     * Returns the question and answer of {@code row}, and its conversation and passages if it has some.
     *
     * @throws BadRowException if one is missing or of the wrong type
     */
    static Row parse(JsonRow row) throws BadRowException {
        return new Row(row, AnswerRow.parse(row).request());
    }

    String question() {
        return request.question();
    }

    String answer() {
        return request.answer();
    }

    /** Returns the key of the row: equal questions, answers, conversations and passages get equal corrections. */
    CorrectionRequest key() {
        return request;
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
}
