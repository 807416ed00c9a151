// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The mappers that write results as JSON. */
final class Json {

    /** Writes on one line. */
    static final JsonMapper MAPPER = new JsonMapper();

    /** Writes indented lines. */
    static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** Returns {@code node} with null for numbers that don't exist, as JSON has no NaN. */
    static JsonNode withoutNan(JsonNode node) {
        if (node.isNumber() && !Double.isFinite(node.asDouble())) {
            return MAPPER.nullNode();
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> object.set(field.getKey(), withoutNan(field.getValue())));
        } else if (node.isArray()) {
            node.forEach(Json::withoutNan);
        }
        return node;
    }
}
