package io.github.aligner4j.civility.augmentation;

import io.github.aligner4j.civility.augmentation.TokenDiff.Hunk;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reduces a person's correction to the edits of rude words. */
final class TrimmedCorrection {

    private static final Pattern I = Pattern.compile("I\\b.*", Pattern.DOTALL);

    private final String answer;
    private final String correction;
    private final TokenDiff diff;

    private TrimmedCorrection(String answer, String correction) {
        this.answer = answer;
        this.correction = correction;
        this.diff = TokenDiff.between(answer, correction);
    }

    /**
     * Returns {@code answer} with those edits of {@code correction} that remove one of the {@code rude} tokens, and with the edits
     * next to them; empty if there are none.
     */
    static Optional<String> of(String answer, String correction, BitSet rude) {
        TrimmedCorrection made = new TrimmedCorrection(answer, correction);
        NavigableSet<Integer> kept = made.kept(rude);
        return kept.isEmpty() ? Optional.empty() : Optional.of(made.apply(kept));
    }

    private NavigableSet<Integer> kept(BitSet rude) {
        List<Hunk> hunks = diff.hunks();
        TreeSet<Integer> concerned = new TreeSet<>();
        for (int i = 0; i < hunks.size(); i++) {
            int first = rude.nextSetBit(hunks.get(i).start());
            if (first >= 0 && first < hunks.get(i).end()) {
                concerned.add(i);
            }
        }
        TreeSet<Integer> kept = new TreeSet<>(concerned);
        for (int i : concerned) {
            // "an idiot" -> "a man": words that agree with an edited word are edited with it.
            if (i > 0 && beside(hunks.get(i - 1), hunks.get(i))) {
                kept.add(i - 1);
            }
            if (i + 1 < hunks.size() && beside(hunks.get(i), hunks.get(i + 1))) {
                kept.add(i + 1);
            }
        }
        return kept;
    }

    private boolean beside(Hunk first, Hunk second) {
        return second.start() - first.end() <= 1 && changesWords(first) && changesWords(second);
    }

    private boolean changesWords(Hunk hunk) {
        return diff.removed(hunk).stream().anyMatch(Token::word)
                || diff.added(hunk).stream().anyMatch(Token::word);
    }

    private String apply(NavigableSet<Integer> kept) {
        String text = answer;
        for (int i : kept.descendingSet()) {
            text = apply(diff.hunks().get(i), text);
        }
        return text.strip();
    }

    private String apply(Hunk hunk, String text) {
        List<Token> removed = diff.removed(hunk);
        boolean atEnd = hunk.start() == diff.before().size();
        int start = atEnd ? answer.length() : diff.before().get(hunk.start()).start();
        int end = removed.isEmpty() ? start : removed.get(removed.size() - 1).end();
        String added = added(hunk);
        String head = text.substring(0, start);
        String rest = text.substring(end);
        if (added.isEmpty()) {
            return deleted(head, rest);
        }
        if (!removed.isEmpty()) {
            return head + added + rest;
        }
        return atEnd ? head.stripTrailing() + " " + added : head + added + " " + rest;
    }

    private String deleted(String head, String rest) {
        boolean twoBlanks = (head.isEmpty() || head.endsWith(" ")) && rest.startsWith(" ");
        String text = head + (twoBlanks ? rest.substring(1) : rest);
        boolean wasCapital = !answer.isEmpty() && Character.isUpperCase(answer.charAt(0));
        return head.isBlank() && wasCapital && !text.isEmpty() ? capital(text) : text;
    }

    /** Returns the added text of a hunk, without a capital that the answer does not have in this position. */
    private String added(Hunk hunk) {
        List<Token> tokens = diff.added(hunk);
        if (tokens.isEmpty()) {
            return "";
        }
        String added = correction.substring(
                tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
        boolean capital = hunk.start() == 0 && Character.isUpperCase(answer.charAt(0));
        boolean lower = hunk.newStart() == 0 && !capital && !I.matcher(added).matches();
        return lower ? added.substring(0, 1).toLowerCase(Locale.ROOT) + added.substring(1) : added;
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
