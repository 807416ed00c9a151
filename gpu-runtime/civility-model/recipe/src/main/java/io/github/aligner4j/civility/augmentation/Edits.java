package io.github.aligner4j.civility.augmentation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Replaces tokens of a text, from its end to its beginning, and adjusts spaces, punctuation, articles and capitals. */
final class Edits {

    /** The start of a sentence, where no punctuation may stand. */
    private static final Pattern BEGIN = Pattern.compile("(?:^|[.!?])\\s*$");

    private static final Pattern MARKS = Pattern.compile("^(?:\\s*[,.!?])+(?=.*\\w)", Pattern.DOTALL);

    /** A comma, which no other comma may follow. */
    private static final Pattern COMMA_BEFORE = Pattern.compile(",\\s*$");

    /** The end of a sentence, before which no comma may stand. */
    private static final Pattern END = Pattern.compile("^\\s*(?:[.!?]|$)");

    private static final Pattern COMMA = Pattern.compile("^\\s*,");

    private static final Pattern A = Pattern.compile("(?i)(?<![\\w'’])a $");
    private static final Pattern AN = Pattern.compile("(?i)(?<![\\w'’])an $");
    private static final Pattern CONSONANT = Pattern.compile("(?i)[b-df-gj-np-tv-z]");
    private static final Pattern VOWEL = Pattern.compile("(?i)[aeio]");

    private final String before;
    private String text;

    Edits(String before) {
        this.before = before;
        this.text = before;
    }

    /** Replaces the tokens from {@code start} to {@code end}, exclusive, by {@code added}, which may be empty. */
    void put(List<Token> tokens, int start, int end, String added) {
        put(tokens.get(start).start(), tokens.get(end - 1).end(), added);
    }

    private void put(int start, int end, String added) {
        String head = text.substring(0, start);
        String rest = text.substring(end);
        boolean first = BEGIN.matcher(head).find() && Character.isUpperCase(before.charAt(start));
        if (added.isEmpty()) {
            head = END.matcher(rest).find() ? COMMA_BEFORE.matcher(head).replaceFirst("") : head;
            rest = remaining(head, rest);
        }
        String next = added + rest;
        text = agreeing(head, next) + (first ? capital(next) : next);
    }

    /** Returns the text after a deletion without a space or punctuation that can no longer stand there. */
    private static String remaining(String head, String rest) {
        String remaining =
                COMMA_BEFORE.matcher(head).find() ? COMMA.matcher(rest).replaceFirst("") : rest;
        if (BEGIN.matcher(head).find()) {
            remaining = MARKS.matcher(rest).replaceFirst("");
        }
        boolean twoBlanks = (head.isEmpty() || head.endsWith(" ")) && remaining.startsWith(" ");
        return twoBlanks ? remaining.substring(1) : remaining;
    }

    /** Returns {@code head} with an indefinite article at its end that agrees with {@code next}. */
    private static String agreeing(String head, String next) {
        if (AN.matcher(head).find() && CONSONANT.matcher(next).lookingAt()) {
            return head.substring(0, head.length() - 2) + " ";
        }
        return A.matcher(head).find() && VOWEL.matcher(next).lookingAt() ? head.stripTrailing() + "n " : head;
    }

    /** Returns the edited text. */
    String text() {
        return text.strip();
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
