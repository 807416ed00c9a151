package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of a file of questions and answers.
 *
 * @param source all its fields, as they are written
 * @param json all its fields
 * @param question its field {@code question}
 * @param answer its field {@code answer}
 */
record Row(JsonRow source, ObjectNode json, String question, String answer) {

    static final String QUESTION = "question";
    static final String ANSWER = "answer";
    static final String CORRECTION = "correction";
    static final String CHANGED = "changed";
    static final String EDITS = "edits";
    static final String TIMINGS = "timings";

    private static final Set<String> ADDED = Set.of(CORRECTION, CHANGED, EDITS, TIMINGS);

    static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads a row.
     *
     * @throws BadRowException if it has not what a row needs; the message does not repeat its texts
     */
    static Row of(JsonRow row) throws BadRowException {
        ObjectNode json = object(row);
        return new Row(row, json, text(json, QUESTION), text(json, ANSWER));
    }

    /**
     * Returns the question of a row that need not have an answer.
     *
     * @throws BadRowException if there is none; the message does not repeat its texts
     */
    static String question(JsonRow row) throws BadRowException {
        JsonNode question = object(row).path(QUESTION);
        if (!question.isString()) {
            throw new BadRowException("'question' is missing or not a string", null);
        }
        return question.stringValue();
    }

    private static ObjectNode object(JsonRow row) throws BadRowException {
        ObjectNode json = row.json();
        if (json == null) {
            throw new BadRowException(row.problem(), null);
        }
        return json;
    }

    /**
     * Returns the requests of all rows of {@code file}.
     *
     * @throws IOException naming the line that is no row
     */
    static List<CorrectionRequest> requests(Path file) throws IOException {
        List<CorrectionRequest> requests = new ArrayList<>();
        try (JsonRows rows = JsonRows.open(file)) {
            for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                requests.add(named(file, row.get()).request());
            }
        }
        return requests;
    }

    /**
     * Reads a row.
     *
     * @throws IOException naming {@code file} and the line if it has not what a row needs
     */
    static Row named(Path file, JsonRow row) throws IOException {
        try {
            return of(row);
        } catch (BadRowException e) {
            throw new IOException(file + ":" + row.line() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the field {@code correction}.
     *
     * @throws BadRowException if it is no string
     */
    String correction() throws BadRowException {
        return text(json, CORRECTION);
    }

    CorrectionRequest request() {
        return CorrectionRequest.of(question, answer);
    }

    /** Returns what tells the row from others: the same question and answer are corrected the same. */
    Key key() {
        return new Key(question, answer);
    }

    /** Returns whether the corrected row, written, may begin with {@code bytes}. */
    boolean mayBegin(byte[] bytes) {
        byte[] beginning = source.beginning(ADDED).getBytes(StandardCharsets.UTF_8);
        int known = Math.min(beginning.length, bytes.length);
        return Arrays.equals(beginning, 0, known, bytes, 0, known);
    }

    /** Returns the line of the corrected row: the fields that it has already stay exactly as they are written. */
    byte[] with(Map<String, JsonNode> added) {
        return (source.with(added) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ObjectNode json, String field) throws BadRowException {
        JsonNode value = json.path(field);
        if (!value.isString()) {
            String found = value.isMissingNode() ? "missing" : "not a string";
            throw new BadRowException(
                    "'" + field + "' is " + found + "; a row needs "
                            + (field.equals(CORRECTION) ? "question, answer and correction" : "question and answer"),
                    null);
        }
        return value.stringValue();
    }

    /** A question and an answer. */
    record Key(String question, String answer) {}
}
