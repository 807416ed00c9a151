// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.longanswer;

import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A long good answer with rude sentences inserted.
 *
 * @param question the question
 * @param answer the answer with the rude sentences
 * @param outside the parts of the good answer between the insertions, one more than there are sentences, without the white space next
 *     to the sentences
 * @param carried the rude sentences in order
 */
public record LongAnswer(String question, String answer, List<String> outside, List<Carried> carried) {

    /**
     * A rude sentence.
     *
     * @param row the row that it was taken from
     * @param start its offset in the answer
     * @param text its text in the answer
     */
    public record Carried(StyleRow row, int start, String text) {}

    /** Copies the lists. */
    public LongAnswer {
        outside = List.copyOf(outside);
        carried = List.copyOf(carried);
    }

    /**
     * Returns the corrections of the sentences if nothing else was changed: if all parts outside occur unchanged and in order,
     * from the beginning to the end, with white space around each sentence. The correction of a deleted sentence is empty.
     */
    public Optional<List<String>> sentencesOf(String corrected) {
        return gaps(corrected, outside)
                .map(gaps -> gaps.stream()
                        .map(gap -> corrected.substring(gap.start(), gap.end()).strip())
                        .toList());
    }

    /** Returns the ranges between {@code pieces} in {@code text}; empty if a piece is missing. */
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

    /** Returns whether white space separates the text between both offsets from its surroundings. */
    private static boolean apart(String text, int from, int to) {
        return isApart(text, from) && isApart(text, to);
    }

    private static boolean isApart(String text, int at) {
        return at == 0
                || at == text.length()
                || Character.isWhitespace(text.charAt(at - 1))
                || Character.isWhitespace(text.charAt(at));
    }

    /** A range of a text. */
    record Gap(int start, int end) {}
}
