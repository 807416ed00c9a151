package io.github.aligner4j.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits a text into windows of whole sentences, in linear time. */
public final class SentenceWindows {

    private final String text;
    private final int max;
    private final GraphemeClusters clusters;
    private final BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    private final List<String> windows = new ArrayList<>();
    private int start;

    private SentenceWindows(String text, int max) {
        this.text = text;
        this.max = max;
        this.clusters = GraphemeClusters.of(text);
    }

    /**
     * Returns the windows of {@code text}, of at most {@code maxCharacters} {@code char}s each, which joined are the text.
     *
     * <p>A window ends with its line, or with a sentence of it (as {@link BreakIterator} finds them). Only a sentence that is too
     * long itself is split, at white space if it has any. User-perceived characters ({@link GraphemeClusters}) are never split, so
     * a window of a single one may be longer than {@code maxCharacters}.
     *
     * @throws IllegalArgumentException if {@code maxCharacters} is below 2
     */
    public static List<String> of(String text, int maxCharacters) {
        if (maxCharacters < 2) {
            throw new IllegalArgumentException("a window must have at least 2 characters, but was " + maxCharacters);
        }
        SentenceWindows cutter = new SentenceWindows(text, maxCharacters);
        while (cutter.start < text.length()) {
            cutter.addLine(cutter.lineEnd());
        }
        return cutter.windows;
    }

    /** Returns a window without the white space around it, except white space that carries a combining mark. */
    public static String words(String window) {
        String words = window.strip();
        if (words.isEmpty() || (words.charAt(0) < 0x80 && words.charAt(words.length() - 1) < 0x80)) {
            return words;
        }
        int start = window.indexOf(words);
        GraphemeClusters clusters = GraphemeClusters.of(window);
        return window.substring(clusters.floor(start), clusters.ceiling(start + words.length()));
    }

    /** Returns the end of the current line: after its line break and the blank lines that follow. */
    private int lineEnd() {
        int end = text.indexOf('\n', start);
        if (end < 0) {
            return text.length();
        }
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return clusters.floor(end);
    }

    private void addLine(int lineEnd) {
        int lineStart = start;
        int fitting = start;
        sentences.setText(text.substring(start, lineEnd));
        for (int next = sentences.next(); next != BreakIterator.DONE; next = sentences.next()) {
            int end = clusters.floor(lineStart + next);
            if (end - start > max && fitting > start) {
                add(fitting);
            }
            while (end - start > max) {
                add(cut(start + max));
            }
            fitting = end;
        }
        if (start < lineEnd) {
            add(lineEnd);
        }
    }

    private void add(int end) {
        windows.add(text.substring(start, end));
        start = end;
    }

    private int cut(int limit) {
        for (int i = limit; i > start; i--) {
            if (Character.isWhitespace(text.charAt(i - 1)) && clusters.isBoundary(i)) {
                return i;
            }
        }
        int end = clusters.floor(limit);
        return end > start ? end : clusters.ceiling(start + 1);
    }
}
