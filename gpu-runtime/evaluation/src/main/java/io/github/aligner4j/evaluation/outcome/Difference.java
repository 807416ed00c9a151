package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.text.SentenceWindows;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where an answer that was good came back changed.
 *
 * @param row the answer's, counted from 1
 * @param start where in the answer it is, in characters
 * @param windows how many windows it covers
 * @param before the windows as they were
 * @param after what became of them
 */
public record Difference(int row, int start, int windows, String before, String after) {

    /** Returns where the corrected answers of {@code outcomes} differ from the answers. */
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
     * Returns the windows of {@code before} (as {@link SentenceWindows} cuts them) that edits touch; those that one edit
     * touches together are one difference.
     *
     * @param windowCharacters most characters of a window, at least 2
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
