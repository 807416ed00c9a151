package io.github.aligner4j.evaluation.longanswer;

import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A good long answer with rude sentences put between its own.
 *
 * @param question what it answers
 * @param answer the whole of it
 * @param outside the good answer, cut where the sentences are: one piece more than sentences, without the blanks next to
 *     them
 * @param carried the sentences, in order
 */
public record LongAnswer(String question, String answer, List<String> outside, List<Carried> carried) {

    /**
     * A rude sentence.
     *
     * @param row where it was taken from
     * @param start where it stands in the answer
     * @param text as it stands there
     */
    public record Carried(StyleRow row, int start, String text) {}

    /** Copies the lists. */
    public LongAnswer {
        outside = List.copyOf(outside);
        carried = List.copyOf(carried);
    }

    /**
     * Returns what became of the sentences, if nothing else was touched: if the pieces outside are there, character for
     * character and in order, at the beginning, between and at the end, with white space around each sentence. A sentence
     * that was deleted is empty.
     */
    public Optional<List<String>> sentencesOf(String corrected) {
        return gaps(corrected, outside)
                .map(gaps -> gaps.stream()
                        .map(gap -> corrected.substring(gap.start(), gap.end()).strip())
                        .toList());
    }

    /** Returns what stands between {@code pieces} in {@code text}, or nothing if they are not all there. */
    static Optional<List<Gap>> gaps(String text, List<String> pieces) {
        List<Gap> gaps = new ArrayList<>();
        int at = pieces.get(0).length();
        if (!text.startsWith(pieces.get(0))) {
            return Optional.empty();
        }
        for (int i = 1; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            int next = i == pieces.size() - 1 ? text.length() - piece.length() : text.indexOf(piece, at);
            if (next < at || !text.startsWith(piece, next) || !apart(text, at, next)) {
                return Optional.empty();
            }
            gaps.add(new Gap(at, next));
            at = next + piece.length();
        }
        return Optional.of(gaps);
    }

    /** A sentence must not have run together with what is before and after it. */
    private static boolean apart(String text, int from, int to) {
        return isApart(text, from) && isApart(text, to);
    }

    private static boolean isApart(String text, int at) {
        return at == 0
                || at == text.length()
                || Character.isWhitespace(text.charAt(at - 1))
                || Character.isWhitespace(text.charAt(at));
    }

    /** A part of a text. */
    record Gap(int start, int end) {}
}
