// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Recognizes answers that a program parses, in linear time. */
public final class StructuredText {

    /** Without a table of names, which an answer could fill, and without limits of length. */
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final String FENCE = "```";

    private StructuredText() {}

    /**
     * Returns true if {@code text} is one JSON object or array, bare or in a Markdown code fence. Numbers, strings and literals
     * do not count, as prose can look like them.
     */
    public static boolean isJson(String text) {
        String body = body(text);
        return (body.startsWith("{") || body.startsWith("[")) && parses(body);
    }

    /**
     * Returns true if {@code one} and {@code other} are JSON that differs in the values of strings alone: objects, arrays, member
     * names, numbers and literals are the same, in the same order.
     */
    public static boolean haveSameStructure(String one, String other) {
        if (!isJson(one) || !isJson(other)) {
            return false;
        }
        try (JsonParser left = JSON.createParser(ObjectReadContext.empty(), body(one));
                JsonParser right = JSON.createParser(ObjectReadContext.empty(), body(other))) {
            JsonToken token = left.nextToken();
            while (token != null && token == right.nextToken()) {
                if (token != JsonToken.VALUE_STRING && !left.getString().equals(right.getString())) {
                    return false;
                }
                token = left.nextToken();
            }
            return token == null && right.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static String body(String text) {
        return unfenced(text.strip()).strip();
    }

    /** Returns the content of a fence, or the text itself if it is not in one. */
    private static String unfenced(String text) {
        if (!text.startsWith(FENCE) || !text.endsWith(FENCE)) {
            return text;
        }
        int language = FENCE.length();
        while (language < text.length() && isAsciiLetter(text.charAt(language))) {
            language++;
        }
        int line = language;
        while (line < text.length() && text.charAt(line) != '\n' && Character.isWhitespace(text.charAt(line))) {
            line++;
        }
        int end = text.length() - FENCE.length();
        return line < end && text.charAt(line) == '\n' ? text.substring(line, end) : text;
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
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
