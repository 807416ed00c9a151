// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.evaluation.page.ReportPage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report on recorded answers that another configuration has corrected again.
 *
 * @param pairs the number of answers that were compared
 * @param skipped the number of lines that could not be read and were skipped
 * @param leftOut the number of lines that nothing can be compared with, as only shadow layers were given the answer
 * @param comparisons the number of answers with each comparison, those without any included; they add up to {@code pairs}
 * @param recorded the recorded changes
 * @param replayed the changes of the replay
 * @param recordedLatency the recorded time of the whole stack or shadow layer
 * @param replayedLatency the time of the replay
 * @param examples typical differences between the two results, by edit ratio
 * @param seed the seed by which the examples were chosen
 */
public record ReplayReport(
        long pairs,
        long skipped,
        long leftOut,
        Map<Comparison, Long> comparisons,
        Changes recorded,
        Changes replayed,
        Latency recordedLatency,
        Latency replayedLatency,
        List<TypicalChange> examples,
        long seed) {

    /** Copies the collections. */
    public ReplayReport {
        comparisons = Collections.unmodifiableMap(new LinkedHashMap<>(comparisons));
        examples = List.copyOf(examples);
    }

    /** Returns the number of answers with {@code comparison}. */
    public long count(Comparison comparison) {
        return comparisons.getOrDefault(comparison, 0L);
    }

    /** Returns the report for people. */
    public ReportPage page() {
        return ReplayPage.of(this);
    }
}
