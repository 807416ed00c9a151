// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits a text into windows of whole sentences, in linear time. */
public final class SentenceWindows {

    /** More than the characters after a place that decide if it may be split there. */
    private static final int CUT_SLACK = 128;

    private static final int MAX_ABBREVIATION = 12;

    /** An initial, a capitalized word of two or three Latin letters without a vowel, or a word with a period in it. */
    private static final Pattern ABBREVIATION =
            Pattern.compile("\\P{L}*(\\p{Lu}|[A-Z&&[^AEIOUY]][a-z&&[^aeiouy]]{1,2}|\\p{L}+(\\.\\p{L}+)+)\\.");

    private final String text;
    private final int max;
    private final GraphemeClusters clusters;
    private final SentenceEnds sentences = new SentenceEnds();
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
        requireSize(maxCharacters);
        SentenceWindows cutter = new SentenceWindows(text, maxCharacters);
        while (cutter.start < text.length()) {
            cutter.addLine(cutter.lineEnd());
        }
        return cutter.windows;
    }

    /**
     * Returns the end of the finished sentences at the beginning of a text that still grows, at most {@code maxCharacters}; 0 if there
     * are none yet. A sentence is finished when its line has ended or a later word has begun, unless its last word looks like an
     * abbreviation. One that is too long is split as by {@link #of}, once the text is {@value #CUT_SLACK} characters longer than that.
     *
     * @throws IllegalArgumentException if {@code maxCharacters} is below 2
     */
    public static int finished(String text, int maxCharacters) {
        requireSize(maxCharacters);
        return new SentenceWindows(text, maxCharacters).finished(lastWordCharacter(text));
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

    private static void requireSize(int maxCharacters) {
        if (maxCharacters < 2) {
            throw new IllegalArgumentException("a window must have at least 2 characters, but was " + maxCharacters);
        }
    }

    private static int lastWordCharacter(String text) {
        for (int i = text.length(); i > 0; ) {
            int character = text.codePointBefore(i);
            i -= Character.charCount(character);
            if (Character.isLetterOrDigit(character)) {
                return i;
            }
        }
        return 0;
    }

    private int finished(int lastWordCharacter) {
        int finished = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int lineEnd = newline < 0 ? text.length() : newline + 1;
            sentences.setText(text.substring(start, lineEnd));
            for (int next = sentences.next(); next != SentenceEnds.DONE; next = sentences.next()) {
                int end = clusters.floor(start + next);
                if (end > max) {
                    return finished > 0 ? finished : cutIfLong();
                }
                boolean followed = end <= lastWordCharacter && !endsWithAbbreviation(end);
                finished = followed || end == newline + 1 ? end : finished;
            }
            start = lineEnd;
        }
        return finished;
    }

    /** Returns true if the text up to {@code end} ends with a period that may belong to its word, as in {@code Mr.}. */
    private boolean endsWithAbbreviation(int end) {
        int last = end - 1;
        while (last > 0 && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        int start = last;
        while (start > 0 && last - start <= MAX_ABBREVIATION && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        return ABBREVIATION.matcher(text).region(start, last + 1).matches();
    }

    private int cutIfLong() {
        start = 0;
        return text.length() >= max + CUT_SLACK ? cut(max) : 0;
    }

    /** Returns the end of the current line: after its line break and the blank lines that follow. */
    private int lineEnd() {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
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
        for (int next = sentences.next(); next != SentenceEnds.DONE; next = sentences.next()) {
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
