// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.Utf8Transitions;

/**
 * Rules out tokens that break a character: bytes that can't follow, or the end of the sequence within a character. Such a
 * token may be the most likely one when a model copies a script that it hardly knows.
 *
 * <p>Holds the state of one sequence, which reports every token that it {@linkplain #chosen chose}.
 */
final class Utf8Constraint {

    private final Utf8Transitions transitions;
    private int state = Utf8Transitions.BETWEEN;

    Utf8Constraint(Utf8Transitions transitions) {
        this.transitions = transitions;
    }

    /** Returns whether {@code token} breaks no character. */
    boolean allows(int token) {
        return transitions.next(state, token) != Utf8Transitions.BROKEN;
    }

    /** Returns whether the last token leaves a character incomplete. */
    boolean inside() {
        return state != Utf8Transitions.BETWEEN;
    }

    /** Rules out all tokens that are not allowed, unless no possible token is. */
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

    /** Records the chosen token; after one that breaks a character, a new character begins. */
    void chosen(int token) {
        int next = transitions.next(state, token);
        state = next == Utf8Transitions.BROKEN ? Utf8Transitions.BETWEEN : next;
    }
}
