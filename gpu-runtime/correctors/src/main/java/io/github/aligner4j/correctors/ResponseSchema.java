// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON schema of an {@code io.yaml}. Of JSON Schema it knows {@code type}, {@code properties}, {@code required}, {@code
 * additionalProperties}, {@code items} and {@code enum}, and ignores {@code title}, {@code description} and {@code $schema};
 * anything else is refused, so that no rule is skipped silently.
 *
 * @param schema the schema
 */
record ResponseSchema(JsonNode schema) {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "title",
            "description",
            "$schema");
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");

    /**
     * Checks the keywords.
     *
     * @throws IllegalArgumentException if one is not known
     */
    ResponseSchema {
        requireKnown(schema);
    }

    private static void requireKnown(JsonNode schema) {
        if (!schema.isObject() && !schema.isBoolean()) {
            throw new IllegalArgumentException("'response_format' must be a JSON schema");
        }
        for (String keyword : schema.propertyNames()) {
            if (!KNOWN.contains(keyword)) {
                throw new IllegalArgumentException(
                        "'response_format' has the keyword '" + keyword + "', which is not supported");
            }
        }
        JsonNode type = schema.path("type");
        if (!type.isMissingNode() && !TYPES.contains(type.asString(""))) {
            throw new IllegalArgumentException("'response_format' has a 'type' that is none of "
                    + TYPES.stream().sorted().toList());
        }
        schema.path("properties").properties().forEach(each -> requireKnown(each.getValue()));
        Optional.ofNullable(schema.get("items")).ifPresent(ResponseSchema::requireKnown);
        Optional.ofNullable(schema.get("additionalProperties")).ifPresent(ResponseSchema::requireKnown);
    }

    /** Returns the difference between {@code value} and the schema, without quoting the value; empty if there is none. */
    Optional<String> mismatch(JsonNode value) {
        return mismatch(schema, value, "the value");
    }

    private static Optional<String> mismatch(JsonNode schema, JsonNode value, String where) {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? Optional.empty() : Optional.of(where + " is not allowed");
        }
        String type = schema.path("type").asString("");
        if (!type.isEmpty() && !isOfType(value, type)) {
            return Optional.of(where + " is not of type " + type);
        }
        JsonNode values = schema.path("enum");
        if (values.isArray()
                && StreamSupport.stream(values.spliterator(), false).noneMatch(value::equals)) {
            return Optional.of(where + " is none of the allowed values");
        }
        if (value.isObject()) {
            return propertyMismatch(schema, value, where);
        }
        return value.isArray() ? itemMismatch(schema, value, where) : Optional.empty();
    }

    private static Optional<String> propertyMismatch(JsonNode schema, JsonNode value, String where) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                return Optional.of(where + " lacks '" + name.asString() + "'");
            }
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            JsonNode own = schema.path("properties").get(property.getKey());
            JsonNode rule = own == null ? schema.get("additionalProperties") : own;
            String place = own == null ? "a property beyond the known ones" : "'" + property.getKey() + "'";
            Optional<String> mismatch = rule == null ? Optional.empty() : mismatch(rule, property.getValue(), place);
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> itemMismatch(JsonNode schema, JsonNode value, String where) {
        @Nullable JsonNode rule = schema.get("items");
        if (rule == null) {
            return Optional.empty();
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(item -> mismatch(rule, item, "an element of " + where))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    /** Returns true if the schema names {@code property}. */
    boolean hasProperty(String property) {
        return schema.path("properties").has(property);
    }

    /** Returns the only property and its values, if the schema allows one property only, whose value is one of several strings. */
    Optional<Choice> choice() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), each.getValue()));
        if (properties.size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, JsonNode> only = properties.entrySet().iterator().next();
        JsonNode values = only.getValue().path("enum");
        boolean strings = !values.isEmpty()
                && StreamSupport.stream(values.spliterator(), false).allMatch(JsonNode::isString);
        return strings
                ? Optional.of(new Choice(
                        only.getKey(),
                        StreamSupport.stream(values.spliterator(), false)
                                .map(JsonNode::stringValue)
                                .toList()))
                : Optional.empty();
    }

    /**
     * A property whose value is one of several strings.
     *
     * @param property its name
     * @param values the strings
     */
    record Choice(String property, List<String> values) {}
}
