package io.github.aligner4j.training.evaluation;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.List;

/** Where the places of a text are after it was edited. What was inserted at a place belongs to the text before it. */
final class Offsets {

    private final List<Edit> edits;
    private final int length;
    private final int correctedLength;

    Offsets(String before, String after) {
        this.edits = WordDiff.between(before, after);
        this.length = before.length();
        this.correctedLength = after.length();
    }

    /** Returns whether an edit begins before {@code at} and ends after it. */
    boolean insideEdit(int at) {
        return edits.stream().anyMatch(edit -> edit.originalStart() < at && at < edit.originalEnd());
    }

    /** Returns where what begins at {@code at} begins now; if that is inside an edit, where the edit does. */
    int start(int at) {
        return at == 0 ? 0 : after(at, false);
    }

    /** Returns where what ends at {@code at} ends now; if that is inside an edit, where the edit does. */
    int end(int at) {
        return at == length ? correctedLength : after(at, true);
    }

    private int after(int at, boolean endOfEdit) {
        int shift = 0;
        for (Edit edit : edits) {
            if (edit.originalEnd() <= at) {
                shift = edit.correctedEnd() - edit.originalEnd();
            } else if (edit.originalStart() < at) {
                return endOfEdit ? edit.correctedEnd() : edit.correctedStart();
            }
        }
        return at + shift;
    }
}
