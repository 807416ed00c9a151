package io.github.aligner4j.civility.rows;

import java.util.Locale;

/** Builds a text from kept and new parts, without duplicate white space around deletions. */
final class TidyText {

    private final StringBuilder text = new StringBuilder();
    private boolean cut;
    private boolean upperCase;

    /** Appends original text; drops white space at its start where there is enough. */
    void keep(String kept) {
        if (!kept.isEmpty()) {
            String piece = cut ? joined(kept) : kept;
            cut = false;
            put(piece);
        }
    }

    /** Marks a deletion at this position. */
    void cut() {
        cut = true;
    }

    /** Appends new text. */
    void put(String piece) {
        text.append(upperCase ? upperCased(piece) : piece);
    }

    /** Capitalizes the next letter if only punctuation and white space precede it. */
    void upperCaseNext() {
        upperCase = true;
    }

    String text() {
        return cut ? text.toString().stripTrailing() : text.toString();
    }

    /** Appends {@code next}, keeping only the larger of two adjacent runs of white space. */
    private String joined(String next) {
        String words = next.stripLeading();
        String space = next.substring(0, next.length() - words.length());
        String written = text.toString();
        String before = written.substring(written.stripTrailing().length());
        if (before.length() == written.length()) {
            return words;
        }
        boolean lineEnds = space.contains("\n") || before.contains("\n") || words.isEmpty();
        if (before.isEmpty() || (space.isEmpty() && !words.isEmpty())) {
            return next;
        }
        text.setLength(written.length() - before.length());
        return (lineEnds && lines(space) > lines(before) ? space : before) + words;
    }

    private static long lines(String space) {
        return space.chars().filter(each -> each == '\n').count();
    }

    private String upperCased(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            if (Character.isLetterOrDigit(piece.charAt(i))) {
                upperCase = false;
                return piece.substring(0, i)
                        + piece.substring(i, i + 1).toUpperCase(Locale.ROOT)
                        + piece.substring(i + 1);
            }
        }
        return piece;
    }
}
