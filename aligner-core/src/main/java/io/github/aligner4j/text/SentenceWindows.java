package io.github.aligner4j.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into windows of whole sentences. */
public final class SentenceWindows {

    private SentenceWindows() {}

    /**
     * Returns {@code text} in pieces of at most {@code maxCharacters} {@code char}s that, joined, are the text again.
     *
     * <p>A piece ends with its line, or with a sentence of it (as {@link BreakIterator} finds them). Only a sentence that is
     * too long itself is cut, at white space if it has any, and never inside a character.
     *
     * @throws IllegalArgumentException if {@code maxCharacters} is below 2
     */
    public static List<String> of(String text, int maxCharacters) {
        if (maxCharacters < 2) {
            throw new IllegalArgumentException("a window must have at least 2 characters, but was " + maxCharacters);
        }
        List<String> windows = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = lineEnd(text, start);
            addLine(windows, text.substring(start, end), maxCharacters);
            start = end;
        }
        return windows;
    }

    /** A line's end comes after its line break and the blank lines that follow. */
    private static int lineEnd(String text, int start) {
        int end = text.indexOf('\n', start);
        if (end < 0) {
            return text.length();
        }
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static void addLine(List<String> windows, String line, int max) {
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(line);
        int start = 0;
        int end = 0;
        for (int next = sentences.next(); next != BreakIterator.DONE; next = sentences.next()) {
            if (next - start > max && end > start) {
                windows.add(line.substring(start, end));
                start = end;
            }
            while (next - start > max) {
                int cut = cut(line, start, start + max);
                windows.add(line.substring(start, cut));
                start = cut;
            }
            end = next;
        }
        if (start < line.length()) {
            windows.add(line.substring(start));
        }
    }

    private static int cut(String line, int start, int limit) {
        for (int i = limit; i > start; i--) {
            if (Character.isWhitespace(line.charAt(i - 1))) {
                return i;
            }
        }
        boolean insidePair = Character.isHighSurrogate(line.charAt(limit - 1)) && limit - 1 > start;
        return insidePair ? limit - 1 : limit;
    }
}
