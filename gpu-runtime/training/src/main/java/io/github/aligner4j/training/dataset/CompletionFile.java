package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a file in TRL's standard prompt-completion layout: a JSON array, or JSON Lines, of objects with {@code prompt} and
 * {@code completion}.
 *
 * @param rows the good ones, in order
 * @param bad the others
 */
public record CompletionFile(List<PromptCompletion> rows, List<BadRow> bad) {

    private static final String PROMPT = "prompt";
    private static final String COMPLETION = "completion";

    /** Copies the lists. */
    public CompletionFile {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /**
     * Returns whether the first row of {@code file} has a prompt and a completion, of whatever type.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static boolean is(Path file) throws IOException {
        return JsonRows.all(file).stream()
                .map(JsonRow::json)
                .filter(Objects::nonNull)
                .limit(1)
                .anyMatch(json -> json.has(PROMPT) && json.has(COMPLETION));
    }

    /**
     * Reads {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static CompletionFile read(Path file) throws IOException {
        List<PromptCompletion> rows = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        for (JsonRow row : JsonRows.all(file)) {
            ObjectNode json = row.json();
            String problem = json == null ? row.problem() : problem(json);
            if (json == null || !problem.isEmpty()) {
                bad.add(new BadRow(row.line(), problem));
            } else {
                rows.add(new PromptCompletion(
                        json.path(PROMPT).stringValue(), json.path(COMPLETION).stringValue()));
            }
        }
        return new CompletionFile(rows, bad);
    }

    private static String problem(ObjectNode json) {
        for (String field : List.of(PROMPT, COMPLETION)) {
            JsonNode value = json.path(field);
            if (value.isMissingNode()) {
                return "'" + field + "' is missing; a row needs prompt and completion, as the first one has";
            }
            if (value.isArray()) {
                return "'" + field + "' is a list of messages, but texts are needed: export with --style standard, or"
                        + " write the messages as the model's chat template does";
            }
            if (!value.isString()) {
                return "'" + field + "' is not a string";
            }
            if (value.stringValue().isEmpty()) {
                return "'" + field + "' is empty";
            }
        }
        return "";
    }
}
