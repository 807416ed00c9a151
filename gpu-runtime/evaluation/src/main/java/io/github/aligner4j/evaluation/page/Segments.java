// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.evaluation.page.Segment.Kind;
import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.ArrayList;
import java.util.List;

/** Computes the differences of two texts in a length that can be read. */
public final class Segments {

    private static final int MAX_CHARACTERS = 1_200;
    private static final int MAX_CONTEXT = 120;
    private static final int MAX_WORD = 30;
    private static final int MAX_EDITS = 40;

    private final List<Segment> segments = new ArrayList<>();

    private Segments() {}

    /**
     * Returns the differences word by word, with the text around them. Longer texts without a difference, ends of long edits, and
     * edits after the first {@value #MAX_EDITS} are left out.
     */
    public static List<Segment> of(String before, String after) {
        Segments difference = new Segments();
        int kept = 0;
        List<Edit> edits = WordDiff.between(before, after);
        for (Edit edit : edits.subList(0, Math.min(MAX_EDITS, edits.size()))) {
            difference.keep(before.substring(kept, edit.originalStart()), kept > 0, true);
            difference.add(Kind.DELETED, edit.original());
            difference.add(Kind.INSERTED, edit.corrected());
            kept = edit.originalEnd();
        }
        if (edits.size() > MAX_EDITS) {
            difference.segments.add(new Segment(Kind.OMITTED, ""));
        } else {
            difference.keep(before.substring(kept), !edits.isEmpty(), false);
        }
        return difference.segments;
    }

    /** Returns {@code text}, or its beginning with an ellipsis if it is longer than {@code max} characters. */
    public static String shorten(String text, int max) {
        return text.length() <= max ? text : text.substring(0, cut(text, max)) + "…";
    }

    private void add(Kind kind, String text) {
        if (text.length() > MAX_CHARACTERS) {
            segments.add(new Segment(kind, text.substring(0, cut(text, MAX_CHARACTERS))));
            segments.add(new Segment(Kind.OMITTED, ""));
        } else if (!text.isEmpty()) {
            segments.add(new Segment(kind, text));
        }
    }

    /** Adds text that both have: its beginning after an edit, its end before one. */
    private void keep(String text, boolean afterEdit, boolean beforeEdit) {
        int head = afterEdit ? MAX_CONTEXT : 0;
        int tail = beforeEdit ? MAX_CONTEXT : 0;
        if (text.length() <= head + tail) {
            add(Kind.KEPT, text);
            return;
        }
        add(Kind.KEPT, text.substring(0, cut(text, wordEnd(text, head))));
        segments.add(new Segment(Kind.OMITTED, ""));
        add(Kind.KEPT, text.substring(cut(text, wordStart(text, text.length() - tail))));
    }

    /** Returns the last end of a word before {@code index}, or {@code index} if that is far away. */
    private static int wordEnd(String text, int index) {
        int end = index;
        while (end > 0 && index - end < MAX_WORD && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        return index - end < MAX_WORD ? end : index;
    }

    /** Returns the first start of a word after {@code index}, or {@code index} if that is far away. */
    private static int wordStart(String text, int index) {
        int start = index;
        while (start < text.length() && start - index < MAX_WORD && !isStart(text, start)) {
            start++;
        }
        return start - index < MAX_WORD ? start : index;
    }

    private static boolean isStart(String text, int index) {
        return Character.isWhitespace(text.charAt(index - 1)) && !Character.isWhitespace(text.charAt(index));
    }

    /** Returns {@code index}, or the one before if it is between the halves of a character. */
    private static int cut(String text, int index) {
        boolean inside = index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index));
        return inside && Character.isHighSurrogate(text.charAt(index - 1)) ? index - 1 : index;
    }
}
