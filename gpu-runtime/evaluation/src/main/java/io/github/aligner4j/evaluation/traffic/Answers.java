// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.evaluation.traffic.TrafficEntry.Cohort;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Ending;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers of a cohort.
 *
 * @param cohort the cohort
 * @param count the number of answers
 * @param endings the number of them with each ending, endings without any included; they add up to {@code count}
 * @param fellOpen the number of answers that a layer failed on and kept; they are among those of the other endings
 * @param changes the changed answers
 * @param latency the time that a whole stack took, of those for which it was recorded
 */
public record Answers(
        Cohort cohort, long count, Map<Ending, Long> endings, long fellOpen, Changes changes, Latency latency) {

    /** Copies the map. */
    public Answers {
        endings = Collections.unmodifiableMap(new LinkedHashMap<>(endings));
    }
}
