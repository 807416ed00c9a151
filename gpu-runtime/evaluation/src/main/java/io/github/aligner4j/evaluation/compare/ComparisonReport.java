// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.PositionBias;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a comparison, in numbers.
 *
 * @param systems the answers of each system
 * @param winRates win rates, of all rows and of each category
 * @param scores scores, of all rows and of each category
 * @param agreements the agreement of judges with each other
 * @param overCorrections the harm that systems did to clean answers, of all rows and of each category; empty if no row is known to be
 *     clean
 * @param positionBiases the dependence of verdicts on the order in which answers are shown, of each judge and aspect
 */
public record ComparisonReport(
        List<SystemSummary> systems,
        List<WinRateSummary> winRates,
        List<ScoreSummary> scores,
        List<AgreementSummary> agreements,
        List<OverCorrectionSummary> overCorrections,
        List<PositionBias> positionBiases) {

    /** Copies the lists. */
    public ComparisonReport {
        systems = List.copyOf(systems);
        winRates = List.copyOf(winRates);
        scores = List.copyOf(scores);
        agreements = List.copyOf(agreements);
        overCorrections = List.copyOf(overCorrections);
        positionBiases = List.copyOf(positionBiases);
    }

    /**
     * Reports {@code data}. Of several judgments of the same answers by the same judge and aspect, the last one counts, and so does the
     * last one of several scores.
     *
     * @throws IllegalArgumentException if an answer, a judgment or a score is of a row, or a judgment of a system, that the
     *     comparison doesn't have
     */
    public static ComparisonReport of(ComparisonData data, Bootstrap bootstrap) {
        Categories categories = new Categories(data.rows());
        List<Judgment> judgments = last(data.judgments());
        SystemSummaries systems = new SystemSummaries(data.rows(), bootstrap);
        return new ComparisonReport(
                data.systems().stream()
                        .map(system -> systems.of(system, data.answers().getOrDefault(system.name(), List.of())))
                        .toList(),
                WinRates.of(
                        data.systems().stream().map(ComparedSystem::name).toList(), judgments, categories, bootstrap),
                ScoreSummaries.of(data, categories, bootstrap),
                Agreements.of(judgments, categories, bootstrap),
                OverCorrection.summaries(data, bootstrap.level()),
                PositionBias.of(judgments).stream()
                        .sorted(Comparator.comparing(PositionBias::aspect).thenComparing(PositionBias::judge))
                        .toList());
    }

    private static List<Judgment> last(List<Judgment> judgments) {
        Map<List<String>, Judgment> last = new LinkedHashMap<>();
        for (Judgment each : judgments) {
            last.put(List.of(each.rowId(), each.judge(), each.aspect(), each.system(), each.baseline()), each);
        }
        return List.copyOf(last.values());
    }
}
