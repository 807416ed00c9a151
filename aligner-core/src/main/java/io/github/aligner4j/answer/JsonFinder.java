// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Finds the JSON in one text, in one pass. */
final class JsonFinder {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> FENCES_OF_JSON = Set.of("", "json", "jsonc", "json5");

    /** The number of characters that a parser reads at least; parsing again after a failed attempt is paid from the budget. */
    private static final int BLOCK = 4096;

    private static final int NONE = -1;

    private final String text;
    private long budget;
    private boolean lineStart = true;
    private int start = NONE;
    private int end;

    JsonFinder(String text) {
        this.text = text;
        this.budget = 8L * text.length() + 64L * BLOCK;
    }

    Optional<JsonAnswer> find() {
        int at = 0;
        while (at < text.length()) {
            int next = step(at);
            if (next == NONE) {
                return Optional.empty();
            }
            lineStart = text.charAt(next - 1) == '\n' || (lineStart && Character.isWhitespace(text.charAt(at)));
            at = next;
        }
        return start == NONE ? Optional.empty() : Optional.of(answer());
    }

    /** Returns the index to go on at, or the mark for more than one value. */
    private int step(int at) {
        char c = text.charAt(at);
        if (lineStart && isFence(at)) {
            return afterFence(at);
        }
        if ((c != '{' && c != '[') || !mayBegin(at)) {
            return at + 1;
        }
        int parsed = endOfValue(at);
        if (parsed == NONE || !(holdsMember(at) || endsLine(parsed))) {
            return at + 1;
        }
        if (start != NONE) {
            return NONE;
        }
        start = at;
        end = parsed;
        return parsed;
    }

    private boolean mayBegin(int at) {
        return budget > 0 && (lineStart || holdsMember(at));
    }

    /** Returns true if the bracket opens an object with a member, or an array of such objects. */
    private boolean holdsMember(int at) {
        int next = afterSpace(at + 1);
        if (text.charAt(at) == '[') {
            if (next == text.length() || text.charAt(next) != '{') {
                return false;
            }
            next = afterSpace(next + 1);
        }
        return next < text.length() && text.charAt(next) == '"';
    }

    private boolean endsLine(int at) {
        int next = at;
        while (next < text.length() && (text.charAt(next) == '`' || isBlank(next))) {
            next++;
        }
        return next == text.length() || text.charAt(next) == '\n' || text.charAt(next) == '\r';
    }

    private boolean isBlank(int at) {
        return text.charAt(at) == ' ' || text.charAt(at) == '\t';
    }

    private int endOfValue(int from) {
        StringReader reader = new StringReader(text);
        JsonParser parser = parser(reader, from);
        try (parser) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.currentToken() != null && parser.currentToken().isStructEnd()) {
                return from + (int) parser.currentLocation().getCharOffset();
            }
        } catch (JacksonException e) {
            // No JSON begins here.
        }
        budget -= Math.max(BLOCK, parser.currentLocation().getCharOffset());
        return NONE;
    }

    private static JsonParser parser(StringReader reader, int from) {
        try {
            reader.skip(from);
            return JSON.createParser(ObjectReadContext.empty(), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isFence(int at) {
        return text.startsWith("```", at) || text.startsWith("~~~", at);
    }

    /** Returns the index after the opening of a fence, or after the whole fence if it is one of another language. */
    private int afterFence(int at) {
        int marks = afterMarks(at);
        int line = endOfLine(marks);
        String language = text.substring(marks, line).strip().toLowerCase(Locale.ROOT);
        if (FENCES_OF_JSON.contains(language) || language.startsWith("json")) {
            return marks;
        }
        while (line < text.length()) {
            int first = afterSpace(line);
            if (first == text.length()) {
                break;
            }
            line = endOfLine(first);
            if (text.startsWith(text.substring(at, marks), first)) {
                return line;
            }
        }
        return text.length();
    }

    private int afterMarks(int at) {
        int marks = at;
        while (marks < text.length() && text.charAt(marks) == text.charAt(at)) {
            marks++;
        }
        return marks;
    }

    private int endOfLine(int at) {
        int line = text.indexOf('\n', at);
        return line < 0 ? text.length() : line;
    }

    private int afterSpace(int at) {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next;
    }

    private JsonAnswer answer() {
        int opening = beforeFence(start);
        int closing = afterFenceEnd(end);
        return new JsonAnswer(
                text.substring(0, opening),
                text.substring(opening, start),
                text.substring(start, end),
                text.substring(end, closing),
                text.substring(closing));
    }

    /** Returns the start of the opening of a JSON fence before {@code json}, if there is one. */
    private int beforeFence(int json) {
        int word = beforeSpace(json);
        int marks = word;
        while (marks > 0 && Character.isLetterOrDigit(text.charAt(marks - 1))) {
            marks--;
        }
        String language = text.substring(marks, word).toLowerCase(Locale.ROOT);
        boolean fence = marks > 0 && isMark(marks - 1) && FENCES_OF_JSON.contains(language);
        return fence ? beforeSpace(beforeMarks(marks)) : word;
    }

    private int beforeSpace(int at) {
        int before = at;
        while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
            before--;
        }
        return before;
    }

    private int beforeMarks(int at) {
        int before = at;
        while (before > 0 && isMark(before - 1)) {
            before--;
        }
        return before;
    }

    private int afterFenceEnd(int json) {
        int after = afterSpace(json);
        while (after < text.length() && isMark(after)) {
            after++;
        }
        return afterSpace(after);
    }

    private boolean isMark(int at) {
        return text.charAt(at) == '`' || text.charAt(at) == '~';
    }
}
