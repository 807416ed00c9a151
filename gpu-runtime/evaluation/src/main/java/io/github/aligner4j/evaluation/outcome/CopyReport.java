package io.github.aligner4j.evaluation.outcome;

import io.github.aligner4j.text.SentenceWindows;
import java.util.List;

/**
 * How many answers that were good came back as they were.
 *
 * @param answers how many there are
 * @param exact how many came back character for character
 * @param exactShare their share of all
 * @param windows pieces of the answers that came back
 * @param exactWindows how many of them no edit touched
 * @param exactWindowShare their share of them
 * @param windowCharacters most characters of such a piece
 * @param rejected answers that a guard refused to let through; not exact
 * @param failed answers that failed otherwise; not exact
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
     * Compares; {@code outcomes} are at least one.
     *
     * @param windowCharacters most characters of the pieces that are counted as windows, at least 2
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
