// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.util.List;

/** Maps offsets in a text to offsets in its edited version. Text inserted at an offset belongs to what precedes it. Immutable. */
public final class Offsets {

    private final List<Edit> edits;
    private final int length;
    private final int correctedLength;

    /** Compares both versions word by word. */
    public Offsets(String before, String after) {
        this.edits = WordDiff.between(before, after);
        this.length = before.length();
        this.correctedLength = after.length();
    }

    /** Returns whether an edit begins before {@code offset} and ends after it. */
    public boolean isInsideEdit(int offset) {
        return edits.stream().anyMatch(edit -> edit.originalStart() < offset && offset < edit.originalEnd());
    }

    /** Returns the new start of a range that starts at {@code offset}; inside an edit, the start of that edit. */
    public int start(int offset) {
        return offset == 0 ? 0 : after(offset, false);
    }

    /** Returns the new end of a range that ends at {@code offset}; inside an edit, the end of that edit. */
    public int end(int offset) {
        return offset == length ? correctedLength : after(offset, true);
    }

    private int after(int offset, boolean endOfEdit) {
        int shift = 0;
        for (Edit edit : edits) {
            if (edit.originalEnd() <= offset) {
                shift = edit.correctedEnd() - edit.originalEnd();
            } else if (edit.originalStart() < offset) {
                return endOfEdit ? edit.correctedEnd() : edit.correctedStart();
            }
        }
        return offset + shift;
    }
}
