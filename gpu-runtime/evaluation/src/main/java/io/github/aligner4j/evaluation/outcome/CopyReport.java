// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.text.SentenceWindows;
import java.util.List;

/**
 * A report on good answers, which an Aligner should return unchanged.
 *
 * @param answers the number of answers
 * @param exact the number of answers returned unchanged, character for character
 * @param exactShare their share
 * @param windows the number of windows of the corrected answers
 * @param exactWindows the number of windows without an edit
 * @param exactWindowShare their share
 * @param windowCharacters the maximum number of characters of a window
 * @param rejected the number of answers whose correction a guard rejected; they count as changed
 * @param failed the number of answers whose correction failed otherwise; they count as changed
 */
public record CopyReport(
        int answers,
        long exact,
        double exactShare,
        long windows,
        long exactWindows,
        double exactWindowShare,
        int windowCharacters,
        long rejected,
        long failed) {

    /**
     * Creates a report on one or more {@code outcomes}.
     *
     * @param windowCharacters the maximum number of characters of a window, at least 2
     */
    public static CopyReport of(List<Outcome> outcomes, int windowCharacters) {
        long windows = outcomes.stream()
                .filter(each -> each.ending() == Outcome.Ending.CORRECTED)
                .mapToLong(each ->
                        SentenceWindows.of(each.input(), windowCharacters).size())
                .sum();
        long touched = Difference.in(outcomes, windowCharacters).stream()
                .mapToLong(Difference::windows)
                .sum();
        long exact = outcomes.stream().filter(Outcome::exact).count();
        return new CopyReport(
                outcomes.size(),
                exact,
                (double) exact / outcomes.size(),
                windows,
                windows - touched,
                windows == 0 ? 0 : (double) (windows - touched) / windows,
                windowCharacters,
                Outcome.count(outcomes, Outcome.Ending.REJECTED),
                Outcome.count(outcomes, Outcome.Ending.FAILED));
    }
}
