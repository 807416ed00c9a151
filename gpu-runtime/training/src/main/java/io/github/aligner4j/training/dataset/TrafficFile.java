package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Corrected answers of a file: a JSON array, or JSON Lines, of objects with {@code question}, {@code answer} and {@code
 * correction}, or {@code error} in its place, and perhaps {@code conversation}. That is what {@code aligner correct} and {@link
 * io.github.aligner4j.observation.CorrectionRecorder} write, and what datasets are. Other fields are not looked at.
 *
 * @param rows the good ones, in order
 * @param bad the others
 */
public record TrafficFile(List<TrafficRow> rows, List<BadRow> bad) {

    private static final String CONVERSATION = "conversation";

    /** Copies the lists. */
    public TrafficFile {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static TrafficFile read(Path file) throws IOException {
        List<TrafficRow> rows = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        for (JsonRow row : JsonRows.all(file)) {
            ObjectNode json = row.json();
            String problem = json == null ? row.problem() : problem(json);
            if (json == null || !problem.isEmpty()) {
                bad.add(new BadRow(row.line(), problem));
            } else {
                rows.add(row(row.line(), json));
            }
        }
        return new TrafficFile(rows, bad);
    }

    private static String problem(ObjectNode json) {
        for (String field : List.of("question", "answer", "correction")) {
            boolean spared = field.equals("correction") && !error(json).isEmpty();
            if (!spared && !json.path(field).isString()) {
                String found = json.path(field).isMissingNode() ? "missing" : "not a string";
                return "'" + field + "' is " + found + "; a row needs question, answer and correction (or error)";
            }
        }
        JsonNode conversation = json.path(CONVERSATION);
        boolean turns = conversation.isArray() && conversation.valueStream().allMatch(TrafficFile::isTurn);
        return turns || conversation.isMissingNode()
                ? ""
                : "'conversation' is no list of messages with role (system, user or assistant) and content";
    }

    private static String error(ObjectNode json) {
        JsonNode error = json.path("error");
        return error.isMissingNode() || error.isNull() ? "" : error.asString("unknown");
    }

    private static boolean isTurn(JsonNode message) {
        String role = message.path("role").asString("");
        return message.path("content").isString()
                && Stream.of(Turn.Role.values())
                        .anyMatch(known -> known.name().toLowerCase(Locale.ROOT).equals(role));
    }

    private static TrafficRow row(long line, ObjectNode json) {
        List<Turn> conversation = json.path(CONVERSATION)
                .valueStream()
                .map(message -> new Turn(
                        Turn.Role.valueOf(message.path("role").stringValue().toUpperCase(Locale.ROOT)),
                        message.path("content").stringValue()))
                .toList();
        String error = error(json);
        return new TrafficRow(
                line,
                conversation,
                json.path("question").stringValue(),
                json.path("answer").stringValue(),
                error.isEmpty() ? json.path("correction").stringValue() : "",
                error);
    }
}
