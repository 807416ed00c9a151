// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.text.SentenceWindows;
import java.util.ArrayList;
import java.util.List;

/**
 * A change in an answer that should have been returned unchanged.
 *
 * @param row the number of the answer, from 1
 * @param start the offset of the change in the answer
 * @param windows the number of windows it spans
 * @param before the original windows
 * @param after the text that replaced them
 */
public record Difference(int row, int start, int windows, String before, String after) {

    /** Returns the changes in the corrected answers of {@code outcomes}. */
    public static List<Difference> in(List<Outcome> outcomes, int windowCharacters) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).changed()) {
                differences.addAll(
                        between(i + 1, outcomes.get(i).input(), outcomes.get(i).output(), windowCharacters));
            }
        }
        return differences;
    }

    /**
     * Returns the windows of {@code before}, cut by {@link SentenceWindows}, that contain edits. Windows that share an edit are
     * one difference.
     *
     * @param windowCharacters the maximum number of characters of a window, at least 2
     */
    public static List<Difference> between(int row, String before, String after, int windowCharacters) {
        Offsets offsets = new Offsets(before, after);
        List<Difference> differences = new ArrayList<>();
        int start = 0;
        int windows = 0;
        int end = 0;
        for (String window : SentenceWindows.of(before, windowCharacters)) {
            end += window.length();
            windows++;
            if (!offsets.isInsideEdit(end)) {
                String was = before.substring(start, end);
                String is = after.substring(offsets.start(start), offsets.end(end));
                if (!was.equals(is)) {
                    differences.add(new Difference(row, start, windows, was, is));
                }
                start = end;
                windows = 0;
            }
        }
        return differences;
    }
}
