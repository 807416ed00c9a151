package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.Utf8Transitions;

/**
 * Keeps a sequence from tokens that break a character: bytes that can't follow, or an end in the middle. A model that copies a
 * script that it hardly knows may find them most likely.
 *
 * <p>For one sequence, which says what it chose.
 */
final class Utf8Constraint {

    private final Utf8Transitions transitions;
    private int state = Utf8Transitions.BETWEEN;

    Utf8Constraint(Utf8Transitions transitions) {
        this.transitions = transitions;
    }

    /** Returns whether nothing is broken by {@code token}. */
    boolean allows(int token) {
        return transitions.next(state, token) != Utf8Transitions.BROKEN;
    }

    /** Returns whether a character has begun, and not ended. */
    boolean inside() {
        return state != Utf8Transitions.BETWEEN;
    }

    /** Forbids all tokens that are not allowed, unless none is that has not been forbidden yet. */
    void process(float[] logits) {
        boolean any = false;
        for (int token = 0; token < logits.length && !any; token++) {
            any = logits[token] > Float.NEGATIVE_INFINITY && allows(token);
        }
        for (int token = 0; token < logits.length && any; token++) {
            if (!allows(token)) {
                logits[token] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** Takes notice of the token that was chosen; behind one that breaks a character, the next one begins. */
    void chosen(int token) {
        int next = transitions.next(state, token);
        state = next == Utf8Transitions.BROKEN ? Utf8Transitions.BETWEEN : next;
    }
}
