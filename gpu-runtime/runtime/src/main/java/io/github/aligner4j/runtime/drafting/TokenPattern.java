// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

/** A sequence of tokens to find in a text, in linear time even where both repeat (Knuth, Morris and Pratt, 1977). */
final class TokenPattern {

    private final int[] tokens;
    private final int[] borders;

    /** Creates a pattern of at least one token. */
    TokenPattern(int[] tokens) {
        this.tokens = tokens;
        borders = new int[tokens.length];
        for (int i = 1; i < tokens.length; i++) {
            borders[i] = matched(borders[i - 1], tokens[i]);
        }
    }

    /** Returns the index of the last occurrence in {@code text}, -1 if there is none. */
    int lastIndexIn(int[] text) {
        int last = -1;
        int matched = 0;
        for (int i = 0; i < text.length; i++) {
            matched = matched(matched == tokens.length ? borders[matched - 1] : matched, text[i]);
            if (matched == tokens.length) {
                last = i + 1 - matched;
            }
        }
        return last;
    }

    private int matched(int before, int token) {
        int matched = before;
        while (matched > 0 && tokens[matched] != token) {
            matched = borders[matched - 1];
        }
        return tokens[matched] == token ? matched + 1 : 0;
    }
}
