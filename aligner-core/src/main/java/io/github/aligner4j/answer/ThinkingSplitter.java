package io.github.aligner4j.answer;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds where the thinking that a reasoning model wrote into its text ends and its answer begins, while the text comes in.
 * The rule is {@link InlineThinking}'s. Takes time in proportion to the text. Not safe for use by several threads.
 */
public final class ThinkingSplitter {

    /** Each opening tag and what closes it. The first character of a closing tag must not come again in it. */
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

    /** Creates a splitter of a text that opens its own thinking, if it has any. */
    public ThinkingSplitter() {
        this(false);
    }

    /** Creates a splitter; {@code opened} says that the prompt ended with the tag that opens the thinking. */
    public ThinkingSplitter(boolean opened) {
        if (opened) {
            closing = CLOSES_WHAT_THE_PROMPT_OPENED;
            state = State.THINKING;
        }
    }

    /** Takes the next piece of the text, and returns what is now known to be the answer's next piece; often nothing. */
    public String append(String piece) {
        int i = 0;
        while (i < piece.length() && state != State.ANSWER) {
            step(piece.charAt(i++));
        }
        if (state != State.ANSWER) {
            return "";
        }
        String answer = space.append(tag).append(piece, i, piece.length()).toString();
        space.setLength(0);
        tag.setLength(0);
        return answer;
    }

    /** Returns what is left of the answer when there is no more text. */
    public String end() {
        if (state == State.BEFORE && (thinking == 0 || !tag.isEmpty())) {
            answer();
        }
        return append("");
    }

    /** Returns how many characters, from the first one on, are thinking as far as is known. */
    int thinkingLength() {
        return thinking;
    }

    /** Returns whether a block of thinking has been closed. */
    boolean closed() {
        return wordsEnd != NONE;
    }

    /** Returns where, in a text that is nothing but thinking, the words begin: behind the first tag. */
    int wordsStart() {
        return words;
    }

    /** Returns where, in such a text, the words end: before the last tag, if that closes the last block. */
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
