// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.model;

import java.util.BitSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The automaton of well-formed UTF-8 (RFC 3629) over tokens: the tokens that may follow at a character boundary and at each
 * position within a character.
 *
 * <p>Between characters the state is {@link #BETWEEN}. Immutable.
 */
public final class Utf8Transitions {

    /** The state at a character boundary. */
    public static final int BETWEEN = 0;

    /** The result of {@link #next} for a token that would break a character. */
    public static final int BROKEN = 15;

    /** The automaton of a tokenizer whose bytes are not known; no token breaks a character. */
    public static final Utf8Transitions UNKNOWN = new Utf8Transitions(new int[0], true);

    private static final int STATES = 8;
    private static final int BITS = 4;

    // One, two or three bytes are missing; or the next one has a range of its own.
    private static final int ONE = 1;
    private static final int TWO = 2;
    private static final int THREE = 3;
    private static final int AFTER_E0 = 4;
    private static final int AFTER_ED = 5;
    private static final int AFTER_F0 = 6;
    private static final int AFTER_F4 = 7;

    private final int[] steps;
    private final boolean unknown;

    private Utf8Transitions(int[] steps, boolean unknown) {
        this.steps = steps;
        this.unknown = unknown;
    }

    /**
     * Returns the automaton of a vocabulary.
     *
     * @param tokens number of tokens
     * @param bytes bytes of each token; null for one that is no text and can't occur within a character
     */
    public static Utf8Transitions of(int tokens, IntFunction<byte @Nullable []> bytes) {
        int[] steps = new int[tokens];
        for (int token = 0; token < tokens; token++) {
            byte[] text = bytes.apply(token);
            for (int state = 0; state < STATES; state++) {
                int next = text == null ? (state == BETWEEN ? BETWEEN : BROKEN) : read(state, text);
                steps[token] |= next << (state * BITS);
            }
        }
        return new Utf8Transitions(steps, false);
    }

    /** Returns the state after {@code token}, or {@link #BROKEN}; a token beyond the vocabulary is no text. */
    public int next(int state, int token) {
        if (token < steps.length) {
            return (steps[token] >>> (state * BITS)) & BROKEN;
        }
        return unknown || state == BETWEEN ? BETWEEN : BROKEN;
    }

    /** Returns the tokens that occur in no well-formed text: bytes such as C0 and FF. */
    public BitSet unusable() {
        BitSet unusable = new BitSet();
        for (int token = 0; token < steps.length; token++) {
            unusable.set(token, steps[token] == -1);
        }
        return unusable;
    }

    private static int read(int start, byte[] bytes) {
        int state = start;
        for (int i = 0; i < bytes.length && state != BROKEN; i++) {
            state = state == BETWEEN ? first(bytes[i] & 0xFF) : later(state, bytes[i] & 0xFF);
        }
        return state;
    }

    private static int first(int each) {
        if (each < 0x80) {
            return BETWEEN;
        }
        if (each < 0xC2 || each > 0xF4) {
            return BROKEN;
        }
        return switch (each) {
            case 0xE0 -> AFTER_E0;
            case 0xED -> AFTER_ED;
            case 0xF0 -> AFTER_F0;
            case 0xF4 -> AFTER_F4;
            default -> each < 0xE0 ? ONE : each < 0xF0 ? TWO : THREE;
        };
    }

    private static int later(int state, int each) {
        int min = state == AFTER_E0 ? 0xA0 : state == AFTER_F0 ? 0x90 : 0x80;
        int max = state == AFTER_ED ? 0x9F : state == AFTER_F4 ? 0x8F : 0xBF;
        if (each < min || each > max) {
            return BROKEN;
        }
        return switch (state) {
            case ONE -> BETWEEN;
            case TWO, AFTER_E0, AFTER_ED -> ONE;
            default -> TWO;
        };
    }
}
