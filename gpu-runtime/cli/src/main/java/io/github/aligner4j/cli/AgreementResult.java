// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.statistics.Agreement;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Interval;
import io.github.aligner4j.evaluation.statistics.Shares;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The agreement of a judge with people, in one category or in all; {@code aligner agreement --json} prints it.
 *
 * @param category the name of the category; "all" for all pairs
 * @param pairs the number of pairs
 * @param agreement the share of pairs whose label is the verdict in each order that was asked
 * @param consistency the share of pairs with the same verdict in both orders
 * @param accuracy the share of pairs whose label is the verdict, if contradictions are ties
 * @param kappa Cohen's kappa of labels and these verdicts
 */
record AgreementResult(
        String category, long pairs, Interval agreement, Interval consistency, Interval accuracy, Interval kappa) {

    static AgreementResult of(String category, List<AgreementRow> rows, Bootstrap bootstrap) {
        Agreement combined = agreement(rows, AgreementRow::combined);
        return new AgreementResult(
                category,
                rows.size(),
                share(rows, row -> row.verdict() == row.label() && row.swapped() == row.label() ? 1 : 0, bootstrap),
                share(rows, row -> row.verdict() == row.swapped() ? 1 : 0, bootstrap),
                combined.accuracy(bootstrap),
                combined.kappa(bootstrap));
    }

    private static Interval share(List<AgreementRow> rows, ToIntFunction<AgreementRow> counted, Bootstrap bootstrap) {
        return Shares.wilson(rows.stream().mapToInt(counted).sum(), rows.size(), bootstrap.level());
    }

    private static Agreement agreement(List<AgreementRow> rows, ToIntFunction<AgreementRow> verdict) {
        Agreement agreement = new Agreement(AgreementRow.RESULTS);
        for (int i = 0; i < rows.size(); i++) {
            AgreementRow row = rows.get(i);
            agreement.add(String.valueOf(i), row.label(), verdict.applyAsInt(row));
        }
        return agreement;
    }
}
