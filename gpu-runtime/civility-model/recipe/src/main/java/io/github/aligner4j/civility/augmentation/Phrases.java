package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.civility.augmentation.TokenDiff.Hunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts phrases that people change as a whole: "give a damn" becomes "care". Not safe for use by several threads. */
final class Phrases {

    private static final int MAX_LENGTH = 6;
    private static final int MAX_BEFORE = 3;
    private static final int MAX_AFTER = 2;

    /** The minimum number of people, and their minimum share, for a phrase to count as changed as a whole. */
    private static final double CHANGED = 3;

    private static final double CHANGED_SHARE = 0.34;

    private final Map<String, Double> occurrences = new HashMap<>();
    private final Map<String, Double> changed = new HashMap<>();

    /** A range of tokens; the end is exclusive. */
    record Span(int start, int end) {

        private int length() {
            return end - start;
        }
    }

    /** Counts the phrases of a text, and those that were changed. */
    void add(TokenDiff diff, double weight) {
        List<Token> tokens = diff.before();
        for (int start = 0; start < tokens.size(); start++) {
            for (int end = start + 1; end <= Math.min(tokens.size(), start + MAX_LENGTH); end++) {
                occurrences.merge(phrase(tokens.subList(start, end)), weight, Double::sum);
            }
        }
        for (Hunk hunk : diff.hunks()) {
            changed.merge(phrase(diff.removed(hunk)), weight, Double::sum);
        }
    }

    /** Returns the longest phrase around {@code words} that is usually changed as a whole, or {@code words}. */
    Span around(List<Token> tokens, Span words) {
        Span longest = words;
        for (int start = Math.max(0, words.start - MAX_BEFORE); start <= words.start; start++) {
            for (int end = words.end; end <= Math.min(tokens.size(), words.end + MAX_AFTER); end++) {
                Span span = new Span(start, end);
                if (span.length() > longest.length() && usual(tokens.subList(start, end))) {
                    longest = span;
                }
            }
        }
        return longest;
    }

    private boolean usual(List<Token> tokens) {
        String phrase = phrase(tokens);
        double count = changed.getOrDefault(phrase, 0.0);
        return count >= CHANGED
                && count >= CHANGED_SHARE * occurrences.getOrDefault(phrase, 0.0)
                && tokens.stream().allMatch(Token::word);
    }

    private static String phrase(List<Token> tokens) {
        return tokens.stream().map(Token::plain).collect(Collectors.joining(" "));
    }
}
