// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A training example with all the fields of its JSON row, such as a kind and a topic.
 *
 * @param row the example
 * @param json the row as written
 */
public record AnnotatedRow(CorrectionRow row, JsonRow json) {

    /**
     * Returns the example of a JSON row.
     *
     * @throws BadRowException as {@link CorrectionRow#parse} does
     */
    public static AnnotatedRow parse(JsonRow row) throws BadRowException {
        return new AnnotatedRow(CorrectionRow.parse(row), row);
    }

    /** Returns whether the row has a value other than white space in {@code field}. */
    public boolean has(String field) {
        return !text(field).isBlank();
    }

    /**
     * Returns the value of the first of {@code fields} that the row {@linkplain #has has}; its answer if there is none. The
     * {@code question} of a row in a conversation is the first one of that.
     */
    public String first(List<String> fields) {
        return fields.stream()
                .map(field -> field.equals(AnswerRow.QUESTION) ? row.opening() : text(field))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(row.answer());
    }

    /** Returns the row as a line of JSON, exactly as written. */
    public String written() {
        return json.with(Map.of());
    }

    /** Returns the value of a field that is a text or a number; empty if it is missing or anything else. */
    public String text(String field) {
        try {
            JsonNode value = json.json().path(field);
            return value.isValueNode() && !value.isNull() ? value.asString() : "";
        } catch (BadRowException e) {
            throw new IllegalStateException("a row that was parsed is good", e);
        }
    }
}
