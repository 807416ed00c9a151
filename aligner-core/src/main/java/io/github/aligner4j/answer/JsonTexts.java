// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Maps the strings of one JSON value and nothing else. */
final class JsonTexts {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonTexts() {}

    static String map(String json, UnaryOperator<String> names, UnaryOperator<String> values) {
        StringBuilder result = new StringBuilder(json.length());
        int copied = 0;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean name = token == JsonToken.PROPERTY_NAME;
                if (!name && token != JsonToken.VALUE_STRING) {
                    continue;
                }
                String text = parser.getString();
                String changed = (name ? names : values).apply(text);
                if (!changed.equals(text)) {
                    int from = (int) parser.currentTokenLocation().getCharOffset();
                    result.append(json, copied, from).append(quoted(changed));
                    copied = endOfString(json, from);
                }
            }
        }
        return result.append(json, copied, json.length()).toString();
    }

    private static int endOfString(String json, int openingQuote) {
        int at = openingQuote + 1;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Returns {@code text} as a JSON string; half a surrogate pair is escaped, as UTF-8 can't encode it. */
    private static String quoted(String text) {
        StringBuilder escaped = new StringBuilder();
        JsonStringEncoder.getInstance().quoteAsString(text, escaped);
        StringBuilder quoted = new StringBuilder("\"");
        escaped.codePoints().forEach(codePoint -> {
            if (Character.getType(codePoint) == Character.SURROGATE) {
                quoted.append(String.format("\\u%04x", codePoint));
            } else {
                quoted.appendCodePoint(codePoint);
            }
        });
        return quoted.append('"').toString();
    }
}
