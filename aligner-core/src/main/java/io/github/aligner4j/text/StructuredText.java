package io.github.aligner4j.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Recognises answers that a program is going to read. */
public final class StructuredText {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern FENCE =
            Pattern.compile("\\A\\s*```[A-Za-z]*\\s*\\n(.*?)\\n?\\s*```\\s*\\z", Pattern.DOTALL);

    private StructuredText() {}

    /**
     * Returns whether {@code text} is one whole JSON object or array, bare or in a Markdown code fence. Numbers, strings and
     * literals alone do not count: prose can look like them.
     */
    public static boolean isJson(String text) {
        Matcher fence = FENCE.matcher(text);
        String body = (fence.matches() ? fence.group(1) : text).strip();
        return (body.startsWith("{") || body.startsWith("[")) && parses(body);
    }

    private static boolean parses(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
