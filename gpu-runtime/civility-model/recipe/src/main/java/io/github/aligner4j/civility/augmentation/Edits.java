package io.github.aligner4j.civility.augmentation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Puts words in the place of others in a text, from its end to its beginning, so that blanks and capitals stay right. */
final class Edits {

    /** Where a sentence begins, which does so with no mark. */
    private static final Pattern BEGIN = Pattern.compile("(?:^|[.!?])\\s*$");

    private static final Pattern MARKS = Pattern.compile("^(?:\\s*[,.!?])+(?=.*\\w)", Pattern.DOTALL);

    /** Where a comma would follow another one. */
    private static final Pattern COMMA_BEFORE = Pattern.compile(",\\s*$");

    /** The end of a sentence, which no comma stands before. */
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

    /** Puts {@code added}, which may be empty, for the tokens {@code start} to {@code end} of the text as it was. */
    void put(List<Token> tokens, int start, int end, String added) {
        put(tokens.get(start).start(), tokens.get(end - 1).end(), added);
    }

    private void put(int start, int end, String added) {
        String head = text.substring(0, start);
        String rest = text.substring(end);
        boolean first = BEGIN.matcher(head).find() && Character.isUpperCase(before.charAt(start));
        if (added.isEmpty()) {
            head = END.matcher(rest).find() ? COMMA_BEFORE.matcher(head).replaceFirst("") : head;
            rest = lasting(head, rest);
        }
        String next = added + rest;
        text = agreeing(head, next) + (first ? capital(next) : next);
    }

    /** Returns what follows a deletion, without the blank and the marks that would follow others, or nothing. */
    private static String lasting(String head, String rest) {
        String lasting = COMMA_BEFORE.matcher(head).find() ? COMMA.matcher(rest).replaceFirst("") : rest;
        if (BEGIN.matcher(head).find()) {
            lasting = MARKS.matcher(rest).replaceFirst("");
        }
        boolean twoBlanks = (head.isEmpty() || head.endsWith(" ")) && lasting.startsWith(" ");
        return twoBlanks ? lasting.substring(1) : lasting;
    }

    /** Returns {@code head} with the article at its end, if there is one, as {@code next} needs it. */
    private static String agreeing(String head, String next) {
        if (AN.matcher(head).find() && CONSONANT.matcher(next).lookingAt()) {
            return head.substring(0, head.length() - 2) + " ";
        }
        return A.matcher(head).find() && VOWEL.matcher(next).lookingAt() ? head.stripTrailing() + "n " : head;
    }

    /** Returns the text as it is now. */
    String text() {
        return text.strip();
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
