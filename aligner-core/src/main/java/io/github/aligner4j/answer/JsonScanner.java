// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

/**
 * Follows what may be a JSON object or array, character by character, until it ends or can't be one. Only brackets, strings and the
 * characters of literals are checked, so a value that it accepts may still not be JSON. Takes linear time.
 */
final class JsonScanner {

    private static final String OUTSIDE_STRINGS = ",:+-.0123456789eEtrufalsn";

    private final boolean needsMember;
    private final StringBuilder open = new StringBuilder();
    private char previous;
    private boolean member;
    private boolean inString;
    private boolean escaped;

    /** Creates it; {@code needsMember} is true if only an object with a member, or an array of such objects, counts. */
    JsonScanner(boolean needsMember) {
        this.needsMember = needsMember;
    }

    /** The state after a character. */
    enum State {
        OPEN,
        CLOSED,
        REJECTED
    }

    State accept(char c) {
        if (inString) {
            return inString(c);
        }
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            return State.OPEN;
        }
        if (!fits(c)) {
            return State.REJECTED;
        }
        previous = c;
        return switch (c) {
            case '"' -> {
                inString = true;
                yield State.OPEN;
            }
            case '{', '[' -> {
                open.append(c);
                yield State.OPEN;
            }
            case '}', ']' -> close(c);
            default -> OUTSIDE_STRINGS.indexOf(c) >= 0 ? State.OPEN : State.REJECTED;
        };
    }

    /** Returns true if the value is an object with a member, or an array that begins with one. */
    boolean hasMember() {
        return member;
    }

    private boolean fits(char c) {
        boolean undecided = needsMember && !member;
        if (previous == '{') {
            member |= c == '"' && (open.length() == 1 || (open.length() == 2 && open.charAt(0) == '['));
            return c == '"' || (c == '}' && !undecided);
        }
        return previous != '[' || !undecided || c == '{';
    }

    private State inString(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            inString = false;
        } else if (c < ' ') {
            return State.REJECTED;
        }
        return State.OPEN;
    }

    private State close(char c) {
        int last = open.length() - 1;
        if (open.charAt(last) != (c == '}' ? '{' : '[')) {
            return State.REJECTED;
        }
        open.setLength(last);
        return last == 0 ? State.CLOSED : State.OPEN;
    }
}
