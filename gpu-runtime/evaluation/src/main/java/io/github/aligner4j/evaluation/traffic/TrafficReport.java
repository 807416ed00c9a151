// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.evaluation.page.ReportPage;
import java.util.List;

/**
 * A report on recorded traffic.
 *
 * @param lines the number of lines, observations of shadow layers included
 * @param skipped the number of lines that could not be read and were skipped
 * @param answers the answers by cohort; cohorts without any are left out
 * @param layers the layers by chain, name and mode
 * @param detections the scores of labels
 * @param disagreements pairs of layers that changed the same answers
 * @param examples typical changes, by edit ratio
 * @param seed the seed by which the examples were chosen
 */
public record TrafficReport(
        long lines,
        long skipped,
        List<Answers> answers,
        List<LayerReport> layers,
        List<DetectionReport> detections,
        List<Disagreement> disagreements,
        List<TypicalChange> examples,
        long seed) {

    /** Copies the lists. */
    public TrafficReport {
        answers = List.copyOf(answers);
        layers = List.copyOf(layers);
        detections = List.copyOf(detections);
        disagreements = List.copyOf(disagreements);
        examples = List.copyOf(examples);
    }

    /** Returns the report for people. */
    public ReportPage page() {
        return TrafficPage.of(this);
    }
}
