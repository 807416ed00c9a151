// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Separates the thinking of a reasoning model from its answer while the text is streamed, by the rule of {@link
 * InlineThinking}. Takes linear time. Not safe for use by several threads.
 */
public final class ThinkingSplitter {

    /** The opening tags and their closing tags. The first character of a closing tag must not occur in it again. */
    private static final Map<String, String> TAGS = Map.of(
            "<think>", "</think>",
            "<thinking>", "</thinking>",
            "<thought>", "</thought>",
            "<reasoning>", "</reasoning>",
            "<seed:think>", "</seed:think>",
            "[think]", "[/think]",
            "◁think▷", "◁/think▷");

    private static final Set<String> BEGINNINGS = TAGS.keySet().stream()
            .flatMap(tag -> IntStream.range(1, tag.length()).mapToObj(end -> tag.substring(0, end)))
            .collect(Collectors.toUnmodifiableSet());

    private static final int NONE = -1;
    private static final String CLOSES_WHAT_THE_PROMPT_OPENED = "</think>";

    private final StringBuilder space = new StringBuilder();
    private final StringBuilder tag = new StringBuilder();
    private State state = State.BEFORE;
    private String closing = "";
    private int matched;
    private int thinking;
    private int words;
    private int wordsEnd = NONE;

    /** Creates a splitter of a text whose prompt does not open the thinking. */
    public ThinkingSplitter() {
        this(false);
    }

    /** Creates a splitter; {@code opened} is true if the prompt ended with the tag that opens the thinking. */
    ThinkingSplitter(boolean opened) {
        if (opened) {
            closing = CLOSES_WHAT_THE_PROMPT_OPENED;
            state = State.THINKING;
        }
    }

    /** Appends the next chunk of the text and returns the next chunk of the answer, which may be empty. */
    public String append(String chunk) {
        int i = 0;
        while (i < chunk.length() && state != State.ANSWER) {
            step(chunk.charAt(i++));
        }
        if (state != State.ANSWER) {
            return "";
        }
        String answer = space.append(tag).append(chunk, i, chunk.length()).toString();
        space.setLength(0);
        tag.setLength(0);
        return answer;
    }

    /** Ends the text and returns the rest of the answer. */
    public String end() {
        if (state == State.BEFORE && (thinking == 0 || !tag.isEmpty())) {
            answer();
        }
        return append("");
    }

    /** Returns the length of the thinking at the beginning of the text so far. */
    int thinkingLength() {
        return thinking;
    }

    /** Returns true if a block of thinking was closed. */
    boolean closed() {
        return wordsEnd != NONE;
    }

    /** Returns the start of the words in a text that is nothing but thinking: after the first tag. */
    int wordsStart() {
        return words;
    }

    /** Returns the end of the words in such a text: before the last tag, if that closes the last block. */
    int wordsEnd() {
        return state == State.THINKING ? thinking : wordsEnd;
    }

    private void step(char next) {
        if (state == State.THINKING) {
            think(next);
        } else if (tag.isEmpty() && Character.isWhitespace(next)) {
            space.append(next);
        } else {
            open(next);
        }
    }

    private void think(char next) {
        thinking++;
        char lower = Character.toLowerCase(next);
        if (lower == closing.charAt(matched)) {
            matched++;
        } else {
            matched = lower == closing.charAt(0) ? 1 : 0;
        }
        if (matched == closing.length()) {
            matched = 0;
            wordsEnd = thinking - closing.length();
            state = State.BEFORE;
        }
    }

    private void open(char next) {
        tag.append(next);
        String begun = tag.toString().toLowerCase(Locale.ROOT);
        String closes = TAGS.get(begun);
        if (closes != null) {
            words = thinking == 0 ? space.length() + tag.length() : words;
            thinking += space.length() + tag.length();
            space.setLength(0);
            tag.setLength(0);
            closing = closes;
            state = State.THINKING;
        } else if (!BEGINNINGS.contains(begun)) {
            answer();
        }
    }

    /** White space between thinking and answer belongs to the thinking. */
    private void answer() {
        if (thinking > 0) {
            thinking += space.length();
            space.setLength(0);
        }
        state = State.ANSWER;
    }

    private enum State {
        BEFORE,
        THINKING,
        ANSWER
    }
}
