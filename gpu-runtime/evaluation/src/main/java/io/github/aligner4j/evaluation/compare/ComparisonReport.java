package io.github.aligner4j.evaluation.compare;

import java.util.List;

/**
 * The results of a comparison, in numbers.
 *
 * @param systems the answers of each system
 * @param winRates win rates, of all rows and of each category
 * @param scores scores, of all rows and of each category
 * @param agreements how far judges agree with each other
 */
public record ComparisonReport(
        List<SystemSummary> systems,
        List<WinRateSummary> winRates,
        List<ScoreSummary> scores,
        List<AgreementSummary> agreements) {

    /** Copies the lists. */
    public ComparisonReport {
        systems = List.copyOf(systems);
        winRates = List.copyOf(winRates);
        scores = List.copyOf(scores);
        agreements = List.copyOf(agreements);
    }
}
