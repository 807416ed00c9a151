// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.statistics.Interval;
import java.util.List;
import java.util.Map;

/**
 * The outcome of {@code aligner ida}. Means are over held-out questions; the value of a question is its mean over runs. Intervals are
 * of the bootstrap over questions.
 *
 * @param rounds the number of rounds
 * @param seeds the seed of each run
 * @param questions the number of held-out questions
 * @param measures the descriptions of the measures by name
 * @param systems the models, alone and corrected
 * @param differences differences between two of them, question by question
 */
record IdaReport(
        int rounds,
        List<Long> seeds,
        int questions,
        Map<String, String> measures,
        List<SystemResult> systems,
        List<Difference> differences) {

    /**
     * A model, or a model whose answers are corrected.
     *
     * @param name the paper's letter, with the number of the round from C on: A, B, C1, D1, C2, ...
     * @param description its description
     * @param answers the number of answers of all runs
     * @param rejected the number of answers whose correction was rejected, and which are missing therefore
     * @param means the mean of each measure
     * @param runs the mean of each measure in each run
     */
    record SystemResult(
            String name,
            String description,
            long answers,
            long rejected,
            Map<String, Interval> means,
            Map<String, List<Double>> runs) {}

    /** The differences of the measures of {@code system} to {@code baseline}. */
    record Difference(String system, String baseline, Map<String, Interval> differences) {}
}
