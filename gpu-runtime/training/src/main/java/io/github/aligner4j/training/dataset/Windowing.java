// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.SentenceWindows;
import io.github.aligner4j.text.WordDiff;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts rows into the windows that a {@link io.github.aligner4j.windowed.WindowedAligner} reads, without surrounding white space.
 *
 * <p>A word diff determines where the correction is cut: a boundary between two windows must be outside edits or at their edges. A deleted
 * sentence becomes a window with an empty correction.
 *
 * @param characters the maximum length of a window's answer, at least 2
 * @param questionCharacters the maximum number of characters of the question, from its end; at least 0
 * @param maxWindows the maximum number of windows of one row, at least 1; the rest of the answer is left out
 */
public record Windowing(int characters, int questionCharacters, int maxWindows) {

    /** Creates one that cuts whole answers. */
    public Windowing(int characters, int questionCharacters) {
        this(characters, questionCharacters, Integer.MAX_VALUE);
    }

    /** Checks ranges. */
    public Windowing {
        if (characters < 2 || questionCharacters < 0) {
            throw new IllegalArgumentException(
                    "a window must have at least 2 characters of the answer and 0 of the question, but was to have "
                            + characters + " and " + questionCharacters);
        }
        if (maxWindows < 1) {
            throw new IllegalArgumentException("max-windows must be at least 1, but was " + maxWindows);
        }
    }

    /**
     * The result of cutting rows.
     *
     * @param rows the windows
     * @param uncut the number of windows left out because an edit crosses their boundary
     */
    public record Outcome(List<CorrectionRow> rows, int uncut) {

        /** Copies the list. */
        public Outcome {
            rows = List.copyOf(rows);
        }
    }

    /** Returns the windows of {@code rows} in order, including repetitions. */
    public Outcome cut(List<CorrectionRow> rows) {
        List<CorrectionRow> windows = new ArrayList<>();
        int uncut = 0;
        for (CorrectionRow row : rows) {
            uncut += cut(row, windows);
        }
        return new Outcome(windows, uncut);
    }

    /** Adds the windows of {@code row}, and returns the number of those left out. */
    private int cut(CorrectionRow row, List<CorrectionRow> windows) {
        List<Edit> edits = WordDiff.between(row.answer(), row.correction());
        Piece piece = new Piece("", 0, 1);
        int uncut = 0;
        int begun = 0;
        int count = 0;
        for (String window : SentenceWindows.of(row.answer(), characters)) {
            String words = window.strip();
            // A window without words has no row; its part of the correction belongs to the previous one.
            if (!words.isEmpty()) {
                int wordsEnd = endOfWords(row.answer(), begun);
                int place = piece.words.isEmpty() ? 0 : place(edits, wordsEnd, begun + window.indexOf(words));
                boolean inside = place < piece.start;
                if (count++ == maxWindows) {
                    return uncut + (inside ? piece.windows : add(windows, row, piece, place));
                }
                uncut += inside ? 0 : add(windows, row, piece, place);
                piece = inside ? piece.joined() : new Piece(words, place, 1);
            }
            begun += window.length();
        }
        return uncut + add(windows, row, piece, row.correction().length());
    }

    /** Adds {@code piece}, whose correction ends at {@code end}, or returns the number of its windows if they are left out. */
    private int add(List<CorrectionRow> windows, CorrectionRow row, Piece piece, int end) {
        if (piece.windows > 1) {
            return piece.windows;
        }
        if (!piece.words.isEmpty()) {
            String correction = row.correction().substring(piece.start, end).strip();
            windows.add(row.with(question(row.question()), piece.words, correction));
        }
        return 0;
    }

    /**
     * One window, or several that can't be separated.
     *
     * @param words the text of the first window
     * @param start the start of its correction
     * @param windows the number of windows
     */
    private record Piece(String words, int start, int windows) {

        Piece joined() {
            return new Piece(words, start, windows + 1);
        }
    }

    private String question(String question) {
        int cut = Math.max(0, question.length() - questionCharacters);
        boolean insidePair = cut > 0 && cut < question.length() && Character.isLowSurrogate(question.charAt(cut));
        return question.substring(insidePair ? cut + 1 : cut);
    }

    private static int endOfWords(String answer, int end) {
        int words = end;
        while (words > 0 && Character.isWhitespace(answer.charAt(words - 1))) {
            words--;
        }
        return words;
    }

    /** Returns the offset at which to cut the correction for white space in the answer, or -1. */
    private static int place(List<Edit> edits, int spaceStart, int spaceEnd) {
        int atEnd = place(edits, spaceEnd, false);
        return atEnd >= 0 ? atEnd : place(edits, spaceStart, true);
    }

    /** Returns the offset in the correction, or -1 inside an edit; with {@code after}, text inserted there precedes it. */
    private static int place(List<Edit> edits, int offset, boolean after) {
        int shift = 0;
        for (Edit edit : edits) {
            boolean insertion = edit.originalStart() == edit.originalEnd();
            boolean before = offset == edit.originalStart() && !(insertion && after);
            if (offset < edit.originalStart() || before) {
                break;
            }
            if (offset < edit.originalEnd()) {
                return -1;
            }
            shift = edit.correctedEnd() - edit.originalEnd();
        }
        return offset + shift;
    }
}
