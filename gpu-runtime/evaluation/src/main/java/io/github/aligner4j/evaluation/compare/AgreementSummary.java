// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.statistics.Bootstrap;
import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.List;

/**
 * The agreement of a judge with another one, such as people.
 *
 * @param judge the name of the judge
 * @param other the name of the other one
 * @param aspect the name of the aspect
 * @param category the category of the rows; empty for all rows
 * @param pairs the number of pairs that both judged
 * @param accuracy the share of pairs with the same result, ties included
 * @param kappa Cohen's kappa of the three results
 */
public record AgreementSummary(
        String judge, String other, String aspect, String category, long pairs, Interval accuracy, Interval kappa) {

    /** Returns the agreement of each two judges of the same aspect, over all rows. */
    public static List<AgreementSummary> of(List<Judgment> judgments, Bootstrap bootstrap) {
        List<String> rowIds = judgments.stream().map(Judgment::rowId).toList();
        return Agreements.of(judgments, Categories.none(rowIds), bootstrap);
    }
}
