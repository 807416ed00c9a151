package io.github.aligner4j.civility.rows;

import java.util.Locale;

/** A text that is put together of kept and new pieces, without double white space where something was taken out. */
final class TidyText {

    private final StringBuilder text = new StringBuilder();
    private boolean cut;
    private boolean upperCase;

    /** Appends text that stood there; white space at its beginning is dropped where there is enough. */
    void keep(String kept) {
        if (!kept.isEmpty()) {
            String piece = cut ? joined(kept) : kept;
            cut = false;
            put(piece);
        }
    }

    /** Says that something was taken out here. */
    void cut() {
        cut = true;
    }

    /** Appends text. */
    void put(String piece) {
        text.append(upperCase ? upperCased(piece) : piece);
    }

    /** Makes the next letter a capital, if nothing but marks and white space comes before it. */
    void upperCaseNext() {
        upperCase = true;
    }

    String text() {
        return cut ? text.toString().stripTrailing() : text.toString();
    }

    /** Joins with {@code next}, of which only the larger one of two neighbouring white spaces is kept. */
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
