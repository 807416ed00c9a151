// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

/**
 * Finds code fences and JSON values in a text that still grows. What may have begun as one is held until it has ended or proves to
 * be prose. Each character is read once, or a second time if it follows a value.
 *
 * <p>A fence extends to the end of the line that closes it. A JSON value begins a line or has a member; in the first case, nothing but
 * white space may follow it in its line (the rules of {@link JsonAnswer#find}).
 */
final class BlockScanner {

    static final int NONE = -1;
    private static final int MIN_MARKS = 3;

    private final CharSequence text;
    private int at;
    private State state = State.PROSE;
    private boolean lineStart = true;
    private int start = NONE;
    private int end = NONE;
    private char mark;
    private int marks;
    private int closingMarks;
    private int jsonEnd;
    private JsonScanner json = new JsonScanner(false);

    private enum State {
        PROSE,
        MARKS,
        INFO,
        FENCE,
        LAST_LINE,
        JSON,
        AFTER_JSON
    }

    /** Creates a scanner of {@code text}, to which characters may be appended. */
    BlockScanner(CharSequence text) {
        this.text = text;
    }

    /** Reads the text so far, up to the end of the first block in it. */
    void scan() {
        while (at < text.length() && !isClosed()) {
            char c = text.charAt(at);
            if (read(c)) {
                boolean prefix = Character.isWhitespace(c) || c == '>';
                lineStart = c == '\n' || (lineStart && prefix);
                at++;
            }
        }
    }

    /** Ends the text: a block that is still open ends with it. */
    void end() {
        scan();
        boolean inlineMarks = state == State.MARKS && marks < MIN_MARKS;
        if (start != NONE && !isClosed() && !inlineMarks) {
            end = text.length();
        }
    }

    /** Returns the start of the block, or of what may be one; {@link #NONE} if all of the text is prose. */
    int blockStart() {
        return start;
    }

    /** Returns true if the block has ended. */
    boolean isClosed() {
        return end != NONE;
    }

    /** Returns the end of a block that has ended. */
    int blockEnd() {
        return end;
    }

    /** Goes on after a block that has ended. */
    void next() {
        restart(end, false);
    }

    /** Reads the text again from {@code index}, which begins a line or not. */
    void restart(int index, boolean lineStart) {
        at = index;
        end = NONE;
        this.lineStart = lineStart;
        prose();
    }

    /** Reads a character; returns false if it has to be read again in another state. */
    private boolean read(char c) {
        return switch (state) {
            case PROSE -> readProse(c);
            case MARKS -> readMarks(c);
            case INFO -> readInfo(c);
            case FENCE -> readFence(c);
            case LAST_LINE -> readLastLine(c);
            case JSON -> readJson(c);
            case AFTER_JSON -> readAfterJson(c);
        };
    }

    private boolean readProse(char c) {
        if (lineStart && (c == '`' || c == '~')) {
            start = at;
            mark = c;
            marks = 1;
            state = State.MARKS;
        } else if (c == '{' || c == '[') {
            start = at;
            json = new JsonScanner(!lineStart);
            json.accept(c);
            state = State.JSON;
        }
        return true;
    }

    private boolean readMarks(char c) {
        if (c == mark) {
            marks++;
            return true;
        }
        return marks < MIN_MARKS ? prose() : become(State.INFO);
    }

    private boolean readInfo(char c) {
        if (c == '\n') {
            closingMarks = 0;
            state = State.FENCE;
        } else if (c == '`' && mark == '`') {
            return prose();
        }
        return true;
    }

    private boolean readFence(char c) {
        if (lineStart || closingMarks > 0) {
            closingMarks = c == mark ? closingMarks + 1 : 0;
            if (closingMarks == marks) {
                state = State.LAST_LINE;
            }
        }
        return true;
    }

    private boolean readLastLine(char c) {
        if (c == '\n') {
            end = at;
            return false;
        }
        return true;
    }

    private boolean readJson(char c) {
        switch (json.accept(c)) {
            case OPEN -> {}
            case REJECTED -> {
                return prose();
            }
            case CLOSED -> {
                if (json.hasMember()) {
                    end = at + 1;
                } else {
                    jsonEnd = at + 1;
                    state = State.AFTER_JSON;
                }
            }
        }
        return true;
    }

    private boolean readAfterJson(char c) {
        if (c == '\n' || c == '\r') {
            end = jsonEnd;
            return false;
        }
        return c == ' ' || c == '\t' || c == '`' || prose();
    }

    private boolean prose() {
        start = NONE;
        return become(State.PROSE);
    }

    private boolean become(State next) {
        state = next;
        return false;
    }
}
