package io.github.aligner4j.civility.augmentation;

import com.github.difflib.DiffUtils;
import java.util.List;

/**
 * How one text became another, in tokens; how they are written makes no difference.
 *
 * @param before tokens of the one
 * @param after tokens of the other
 * @param hunks what differs, in order
 */
record TokenDiff(List<Token> before, List<Token> after, List<Hunk> hunks) {

    /** Tokens {@code start} to {@code end} became those from {@code newStart} to {@code newEnd}; ends are exclusive. */
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

    /** Returns the tokens that a hunk takes away. */
    List<Token> removed(Hunk hunk) {
        return before.subList(hunk.start, hunk.end);
    }

    /** Returns the tokens that a hunk brings. */
    List<Token> added(Hunk hunk) {
        return after.subList(hunk.newStart, hunk.newEnd);
    }

    /** Returns the share of both texts' tokens that they have in common, 0 to 1. */
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
