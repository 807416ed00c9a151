package io.github.aligner4j.training.dataset;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.SentenceWindows;
import io.github.aligner4j.text.WordDiff;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts rows into the windows that a {@link io.github.aligner4j.windowed.WindowedAligner} reads, without the white space around them.
 *
 * <p>Where the correction is cut follows from a word diff: a border between two windows must lie outside what was changed, or at
 * its edge. A sentence that was deleted becomes a window with an empty correction.
 *
 * @param characters most characters of a window's answer, at least 2
 * @param questionCharacters most characters of the question that are kept, at least 0; of a longer one the end is
 */
public record Windowing(int characters, int questionCharacters) {

    /** Checks ranges. */
    public Windowing {
        if (characters < 2 || questionCharacters < 0) {
            throw new IllegalArgumentException(
                    "a window must have at least 2 characters of the answer and 0 of the question, but was to have "
                            + characters + " and " + questionCharacters);
        }
    }

    /**
     * The rows that came out.
     *
     * @param uncut how many windows were left out, because a border fell inside a change
     */
    public record Outcome(List<CorrectionRow> rows, int uncut) {

        /** Copies the list. */
        public Outcome {
            rows = List.copyOf(rows);
        }
    }

    /** Returns the windows of {@code rows}, in order, repetitions among them. */
    public Outcome cut(List<CorrectionRow> rows) {
        List<CorrectionRow> windows = new ArrayList<>();
        int uncut = 0;
        for (CorrectionRow row : rows) {
            uncut += cut(row, windows);
        }
        return new Outcome(windows, uncut);
    }

    /** Adds the windows of {@code row}, and returns how many are left out. */
    private int cut(CorrectionRow row, List<CorrectionRow> windows) {
        List<Edit> edits = WordDiff.between(row.answer(), row.correction());
        Piece piece = new Piece("", 0, 1);
        int uncut = 0;
        int begun = 0;
        for (String window : SentenceWindows.of(row.answer(), characters)) {
            String words = window.strip();
            // Windows without words have no row: what they stand for goes to the one before.
            if (!words.isEmpty()) {
                int wordsEnd = endOfWords(row.answer(), begun);
                int place = piece.words.isEmpty() ? 0 : place(edits, wordsEnd, begun + window.indexOf(words));
                boolean inside = place < piece.start;
                uncut += inside ? 0 : add(windows, row, piece, place);
                piece = inside ? piece.joined() : new Piece(words, place, 1);
            }
            begun += window.length();
        }
        return uncut + add(windows, row, piece, row.correction().length());
    }

    /** Adds {@code piece}, whose correction ends at {@code end}, or returns how many windows are left out instead. */
    private int add(List<CorrectionRow> windows, CorrectionRow row, Piece piece, int end) {
        if (piece.windows > 1) {
            return piece.windows;
        }
        if (!piece.words.isEmpty()) {
            String correction = row.correction().substring(piece.start, end).strip();
            windows.add(new CorrectionRow(question(row.question()), piece.words, correction));
        }
        return 0;
    }

    /**
     * One window, or several that can't be parted.
     *
     * @param words those of the first window
     * @param start where the correction begins
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

    /** Returns where the correction is to be cut for white space of the answer, or -1. */
    private static int place(List<Edit> edits, int spaceStart, int spaceEnd) {
        int atEnd = place(edits, spaceEnd, false);
        return atEnd >= 0 ? atEnd : place(edits, spaceStart, true);
    }

    /** Returns what became of an offset, or -1 inside a change; {@code after}: what was inserted just there lies before it. */
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
