// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A row of a file: a JSON object, both parsed and exactly as written, or a problem. */
public final class JsonRow {

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(JsonRows.MAX_ROW_BYTES)
                            .build())
                    .build())
            .build();

    /** Unpaired surrogates, which UTF-8 can't encode. */
    private static final Pattern UNPAIRED = Pattern.compile("[\\ud800-\\udfff]");

    private final long line;
    private final String text;
    private final ObjectNode json = JSON.createObjectNode();
    private final List<Field> fields = new ArrayList<>();
    private String problem = "";

    private JsonRow(long line, String text) {
        this.line = line;
        this.text = text;
    }

    /** The position of a field in the text. */
    private record Field(String name, int start, int end) {}

    /** Parses {@code text}. */
    static JsonRow of(long line, String text) {
        JsonRow row = new JsonRow(line, text.strip().replace('\n', ' ').replace('\r', ' '));
        row.parse();
        return row;
    }

    /** Returns a row that can't be parsed. */
    static JsonRow bad(long line, String problem) {
        JsonRow row = new JsonRow(line, "");
        row.problem = problem;
        return row;
    }

    /** Returns the line on which the row begins, counted from 1. */
    public long line() {
        return line;
    }

    /**
     * Returns the fields.
     *
     * @throws BadRowException if the row is no JSON object
     */
    public ObjectNode json() throws BadRowException {
        if (!problem.isEmpty()) {
            throw new BadRowException(problem);
        }
        return json;
    }

    /**
     * Returns the value of a string field.
     *
     * @param needed the names of the fields that a row needs, for the message
     * @throws BadRowException if the row is not a JSON object, or the field is missing or not a string
     */
    public String text(String field, String needed) throws BadRowException {
        JsonNode value = json().path(field);
        if (!value.isString()) {
            throw new BadRowException("'" + field + "' is " + (value.isMissingNode() ? "missing" : "not a string")
                    + "; a row needs " + needed);
        }
        return value.stringValue();
    }

    /**
     * Returns the values of an optional field that is a list of strings, or a single string; empty if it is missing or null.
     *
     * @throws BadRowException if the row is not a JSON object, or the field is anything else
     */
    public List<String> texts(String field) throws BadRowException {
        JsonNode value = json().path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isString)) {
            throw new BadRowException("'" + field + "' is not a list of strings; write a list, or leave it out");
        }
        return value.valueStream().map(JsonNode::stringValue).toList();
    }

    /** Returns the object with {@code added} after its other fields, which stay exactly as written. */
    public String with(Map<String, JsonNode> added) {
        StringBuilder written = new StringBuilder(beginning(added.keySet()));
        boolean first = fields.stream().allMatch(field -> added.containsKey(field.name()));
        for (Map.Entry<String, JsonNode> field : added.entrySet()) {
            written.append(first ? "" : ",");
            written.append(JSON.writeValueAsString(field.getKey())).append(':');
            written.append(written(field.getValue()));
            first = false;
        }
        return written.append('}').toString();
    }

    /**
     * Returns the text with which the result of {@link #with} begins: all fields that are not in {@code added}, exactly as
     * written.
     */
    public String beginning(Set<String> added) {
        StringBuilder kept = new StringBuilder(
                text.substring(0, fields.isEmpty() ? 1 : fields.get(0).start()));
        boolean first = true;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (!added.contains(field.name())) {
                kept.append(text, first ? field.start() : fields.get(i - 1).end(), field.end());
                first = false;
            }
        }
        return kept.toString();
    }

    /** Returns {@code json} as text that UTF-8 can encode: unpaired surrogates are escaped. */
    public static String written(JsonNode json) {
        return UNPAIRED.matcher(json.toString())
                .replaceAll(match -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
    }

    private void parse() {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problem = "a row must be a JSON object";
                return;
            }
            while (problem.isEmpty() && parser.nextToken() != JsonToken.END_OBJECT) {
                add(parser);
            }
            if (problem.isEmpty() && parser.nextToken() != null) {
                problem = "the line is not one JSON object: more follows the object at column "
                        + parser.currentTokenLocation().getColumnNr();
            }
        } catch (JacksonException e) {
            String column = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            problem = "the line is not one JSON object: it is broken" + column;
        }
    }

    private void add(JsonParser parser) {
        String name = parser.currentName();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.nextToken();
        JsonNode value = parser.readValueAsTree();
        fields.add(new Field(name, start, endOfValue(parser)));
        if (json.has(name)) {
            problem = "'" + name + "' appears twice; a row may have each field once only";
        }
        json.set(name, value);
    }

    /** Returns the end of the current value; the parser is one character ahead after a number. */
    private int endOfValue(JsonParser parser) {
        int end = (int) parser.currentLocation().getCharOffset();
        while (text.charAt(end - 1) <= ' '
                || (parser.currentToken().isNumeric() && isDelimiter(text.charAt(end - 1)))) {
            end--;
        }
        return end;
    }

    private static boolean isDelimiter(char character) {
        return character == ',' || character == '}';
    }
}
