package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object of a file of questions and answers.
 *
 * @param json all its fields
 * @param question its field {@code question}
 * @param answer its field {@code answer}
 */
record Row(ObjectNode json, String question, String answer) {

    static final String QUESTION = "question";
    static final String ANSWER = "answer";
    static final String CORRECTION = "correction";
    static final String CHANGED = "changed";
    static final String EDITS = "edits";
    static final String TIMINGS = "timings";

    private static final Set<String> ADDED = Set.of(CORRECTION, CHANGED, EDITS, TIMINGS);

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a row from a line.
     *
     * @return empty if the line is blank
     * @throws BadRowException if it is no row; the message does not repeat its texts
     */
    static Optional<Row> parse(byte[] line) throws BadRowException {
        Optional<ObjectNode> json = object(line);
        return json.isPresent() ? Optional.of(of(json.get())) : Optional.empty();
    }

    /**
     * Reads an object with a question from a line; an answer it need not have.
     *
     * @return empty if the line is blank
     * @throws BadRowException if it is no such object; the message does not repeat its texts
     */
    static Optional<ObjectNode> question(byte[] line) throws BadRowException {
        Optional<ObjectNode> json = object(line);
        if (json.isPresent() && !json.get().path(QUESTION).isString()) {
            throw new BadRowException("'question' is missing or not a string", null);
        }
        return json;
    }

    private static Optional<ObjectNode> object(byte[] line) throws BadRowException {
        try {
            String text = StrictUtf8.decode(line);
            if (text.isBlank()) {
                return Optional.empty();
            }
            if (JSON.readTree(text) instanceof ObjectNode json) {
                return Optional.of(json);
            }
            throw new BadRowException("the line is not one JSON object", null);
        } catch (CharacterCodingException e) {
            throw new BadRowException("the line is not UTF-8", e);
        } catch (JacksonException e) {
            throw new BadRowException("the line is not one JSON object", e);
        }
    }

    /** Returns the requests of all rows of {@code file}. */
    static List<CorrectionRequest> requests(Path file) throws IOException {
        List<CorrectionRequest> requests = new ArrayList<>();
        try (ByteLines in = new ByteLines(file)) {
            for (Optional<ByteLines.Line> line = in.next(); line.isPresent(); line = in.next()) {
                parse(line.get().bytes()).map(Row::request).ifPresent(requests::add);
            }
        } catch (BadRowException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return requests;
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
        ObjectNode kept = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (ADDED.contains(field.getKey())) {
                break;
            }
            kept.set(field.getKey(), field.getValue());
        }
        byte[] whole = kept.toString().getBytes(StandardCharsets.UTF_8);
        int known = Math.min(whole.length - 1, bytes.length);
        return Arrays.equals(whole, 0, known, bytes, 0, known);
    }

    private static Row of(ObjectNode json) throws BadRowException {
        return new Row(json, text(json, QUESTION), text(json, ANSWER));
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
