package io.github.aligner4j.civility.augmentation;

import com.github.difflib.DiffUtils;
import java.util.List;

/**
 * The difference of two texts in normalized tokens.
 *
 * @param before the tokens of the first text
 * @param after the tokens of the second text
 * @param hunks the differences in order
 */
record TokenDiff(List<Token> before, List<Token> after, List<Hunk> hunks) {

    /** A replacement of the tokens from {@code start} to {@code end} by those from {@code newStart} to {@code newEnd}. */
    record Hunk(int start, int end, int newStart, int newEnd) {}

    static TokenDiff between(String before, String after) {
        List<Token> old = Token.of(before);
        List<Token> now = Token.of(after);
        List<Hunk> hunks = DiffUtils.diff(plain(old), plain(now)).getDeltas().stream()
                .map(delta -> new Hunk(
                        delta.getSource().getPosition(),
                        delta.getSource().getPosition() + delta.getSource().size(),
                        delta.getTarget().getPosition(),
                        delta.getTarget().getPosition() + delta.getTarget().size()))
                .toList();
        return new TokenDiff(old, now, hunks);
    }

    /** Returns the removed tokens of a hunk. */
    List<Token> removed(Hunk hunk) {
        return before.subList(hunk.start, hunk.end);
    }

    /** Returns the added tokens of a hunk. */
    List<Token> added(Hunk hunk) {
        return after.subList(hunk.newStart, hunk.newEnd);
    }

    /** Returns the share of common tokens, 0 to 1. */
    double likeness() {
        int all = before.size() + after.size();
        int changed = hunks.stream()
                .mapToInt(hunk -> hunk.end - hunk.start + hunk.newEnd - hunk.newStart)
                .sum();
        return all == 0 ? 1 : (double) (all - changed) / all;
    }

    private static List<String> plain(List<Token> tokens) {
        return tokens.stream().map(Token::plain).toList();
    }
}
