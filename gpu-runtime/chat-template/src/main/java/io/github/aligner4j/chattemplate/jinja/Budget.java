// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

/** The limits of one rendering, and how much of them is used. */
final class Budget {

    static final int MAX_STEPS = 2_000_000;
    static final long MAX_CHARACTERS = 50_000_000;
    static final int MAX_CALLS = 50;

    private int steps;
    private long characters;
    private int calls;

    /** Counts one step of the interpreter. */
    void step() {
        steps(1);
    }

    /** Counts steps, such as the items of a list that is made. */
    void steps(long count) {
        if (count > MAX_STEPS - steps) {
            throw new JinjaException("the template takes more than " + MAX_STEPS
                    + " steps, the limit of one rendering; give fewer messages, or correct the template");
        }
        steps += (int) count;
    }

    /** Counts characters of a text that is made or searched. */
    void characters(long count) {
        if (count > MAX_CHARACTERS - characters) {
            throw new JinjaException("the template makes more than " + MAX_CHARACTERS
                    + " characters, the limit of one rendering; give shorter texts, or correct the template");
        }
        characters += count;
    }

    /** Counts the beginning of a macro's call. */
    void enterCall() {
        if (calls == MAX_CALLS) {
            throw new JinjaException("macros call each other more than " + MAX_CALLS + " deep");
        }
        calls++;
    }

    /** Counts the end of a macro's call. */
    void leaveCall() {
        calls--;
    }
}
