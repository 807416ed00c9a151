package io.github.aligner4j.text;

import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;

/** Changes the string values of a JSON answer and nothing else: names, numbers, order, layout and fence stay as they are. */
public final class JsonStrings {

    private JsonStrings() {}

    /**
     * Returns {@code text} with every string value replaced by what {@code change} makes of it, unescaped in and out. A value
     * that {@code change} returns as it was keeps its spelling, escapes included. The result is JSON again, as {@link
     * StructuredText#isJson} sees it.
     *
     * @throws IllegalArgumentException if {@code text} is not one JSON object or array, bare or fenced
     */
    public static String map(String text, UnaryOperator<String> change) {
        if (!StructuredText.isJson(text)) {
            throw new IllegalArgumentException("string values can be changed in one JSON object or array only, but the "
                    + text.length() + " characters given are none");
        }
        int start = firstBracket(text);
        StringBuilder result = new StringBuilder(text.length());
        int copied = 0;
        try (JsonParser parser = StructuredText.JSON.createParser(ObjectReadContext.empty(), text.substring(start))) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    String value = parser.getString();
                    String changed = change.apply(value);
                    if (!changed.equals(value)) {
                        int from = start + (int) parser.currentTokenLocation().getCharOffset();
                        result.append(text, copied, from).append(quoted(changed));
                        copied = start + (int) parser.currentLocation().getCharOffset();
                    }
                }
            } while (depth > 0);
        }
        return result.append(text, copied, text.length()).toString();
    }

    private static int firstBracket(String text) {
        int index = 0;
        while (text.charAt(index) != '{' && text.charAt(index) != '[') {
            index++;
        }
        return index;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        JsonStringEncoder.getInstance().quoteAsString(value, quoted);
        return quoted.append('"').toString();
    }
}
