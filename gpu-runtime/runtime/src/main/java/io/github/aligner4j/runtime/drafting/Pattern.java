package io.github.aligner4j.runtime.drafting;

/** Tokens to be found in a text, in linear time also where both repeat themselves (Knuth, Morris and Pratt). */
final class Pattern {

    private final int[] tokens;
    private final int[] borders;

    /** Takes tokens, at least one. */
    Pattern(int[] tokens) {
        this.tokens = tokens;
        borders = new int[tokens.length];
        for (int i = 1; i < tokens.length; i++) {
            borders[i] = matched(borders[i - 1], tokens[i]);
        }
    }

    /** Where the pattern begins last in a text, -1 if nowhere. */
    int lastIn(int[] text) {
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
