// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** The strings, numbers and booleans of a JSON text and their positions in it. */
final class JsonLiterals {

    private final Map<List<Object>, Literal> byPath = new HashMap<>();
    private final JsonParser parser;

    private JsonLiterals(JsonParser parser) {
        this.parser = parser;
    }

    /** Returns the literals of {@code json}, which must be well-formed. */
    static JsonLiterals of(String json, JsonMapper mapper) {
        try (JsonParser parser = mapper.createParser(json)) {
            JsonLiterals literals = new JsonLiterals(parser);
            parser.nextToken();
            literals.read(List.of());
            return literals;
        }
    }

    /** Returns the literal at a path, or null if there is none. */
    @Nullable Literal at(List<Object> path) {
        return byPath.get(path);
    }

    private void read(List<Object> path) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                read(longer(path, name));
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                read(longer(path, i));
            }
        } else if (token != JsonToken.VALUE_NULL) {
            int begin = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
            boolean quoted = token == JsonToken.VALUE_STRING;
            byPath.put(path, new Literal(parser.getString(), quoted ? begin + 1 : begin));
        }
    }

    private static List<Object> longer(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /**
     * A literal.
     *
     * @param text its value as text, without quotes
     * @param begin the index of its first character, after the quote of a string
     */
    record Literal(String text, int begin) {}
}
