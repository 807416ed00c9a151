// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON by pointers such as {@code /usage/prompt_tokens} (RFC 6901). */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /**
     * Returns the value at {@code pointer}; missing if there is none. A segment {@code *.suffix} matches the first field whose name
     * ends with {@code .suffix}.
     */
    static JsonNode at(JsonNode node, String pointer) {
        int star = pointer.indexOf("/*");
        if (star < 0) {
            return node.at(pointer);
        }
        String suffix = pointer.substring(star + 2);
        for (Map.Entry<String, JsonNode> field :
                node.at(pointer.substring(0, star)).properties()) {
            if (field.getKey().endsWith(suffix)) {
                return field.getValue();
            }
        }
        return MAPPER.missingNode();
    }

    /** Returns the string at {@code pointer}, or null if there is none. */
    static @Nullable String string(JsonNode node, @Nullable String pointer) {
        JsonNode value = pointer == null ? MAPPER.missingNode() : at(node, pointer);
        return value.isString() ? value.stringValue() : null;
    }

    /** Returns the whole number at {@code pointer}, or -1 if there is none. */
    static int number(JsonNode node, @Nullable String pointer) {
        JsonNode value = pointer == null ? MAPPER.missingNode() : at(node, pointer);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : -1;
    }

    /** Puts {@code value} at {@code pointer}; creates the objects on the way. */
    static void put(ObjectNode body, String pointer, Object value) {
        List<String> names = List.of(pointer.substring(1).split("/", -1));
        ObjectNode object = body;
        for (String name : names.subList(0, names.size() - 1)) {
            object = object.withObject("/" + name);
        }
        object.set(names.get(names.size() - 1), MAPPER.valueToTree(value));
    }

    /** Returns a document, or null if {@code text} is not JSON. */
    static @Nullable JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? null : node;
        } catch (JacksonException e) {
            return null;
        }
    }
}
