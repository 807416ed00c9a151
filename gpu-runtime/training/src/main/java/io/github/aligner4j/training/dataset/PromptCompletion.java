// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A training example for a model that is not an Aligner, in TRL's standard prompt-completion format.
 *
 * @param prompt the model's input, exactly as at inference; no template is applied
 * @param completion the text to generate after it, before the end of the sequence
 */
public record PromptCompletion(String prompt, String completion) {

    private static final String PROMPT = "prompt";
    private static final String COMPLETION = "completion";

    /** Checks that nothing is missing. */
    public PromptCompletion {
        Objects.requireNonNull(prompt, PROMPT);
        Objects.requireNonNull(completion, COMPLETION);
    }

    /**
     * Returns whether the first JSON object of {@code file} has a prompt and a completion, of whatever type.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static boolean isFormatOf(Path file) throws IOException {
        try (JsonRows rows = JsonRows.open(file)) {
            for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                try {
                    ObjectNode json = row.get().json();
                    return json.has(PROMPT) && json.has(COMPLETION);
                } catch (BadRowException e) {
                    // A bad row does not show the format; the next one may.
                }
            }
            return false;
        }
    }

    /**
     * Returns the example of a JSON row.
     *
     * @throws BadRowException if a field is missing, empty or not a string
     */
    public static PromptCompletion parse(JsonRow row) throws BadRowException {
        return new PromptCompletion(text(row, PROMPT), text(row, COMPLETION));
    }

    private static String text(JsonRow row, String field) throws BadRowException {
        if (row.json().path(field).isArray()) {
            throw new BadRowException("'" + field + "' is a list of messages, but texts are needed: export with --style"
                    + " standard, or write the messages as the model's chat template does");
        }
        String text = row.text(field, "prompt and completion, as the first one has");
        if (text.isEmpty()) {
            throw new BadRowException("'" + field + "' is empty");
        }
        return text;
    }
}
