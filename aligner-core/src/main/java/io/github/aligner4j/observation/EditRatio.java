package io.github.aligner4j.observation;

import io.github.aligner4j.Correction;
import io.github.aligner4j.text.Edit;

/** The share of an answer that a correction edits. */
final class EditRatio {

    private EditRatio() {}

    /** Returns the share of the characters that were edited, from 0 to 1. */
    static double of(Correction correction) {
        int touched = correction.edits().stream()
                .mapToInt((Edit edit) -> Math.max(
                        edit.originalEnd() - edit.originalStart(), edit.correctedEnd() - edit.correctedStart()))
                .sum();
        int longest =
                Math.max(correction.original().length(), correction.answer().length());
        return longest == 0 ? 0.0 : Math.min(1.0, (double) touched / longest);
    }
}
