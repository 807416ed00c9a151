// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Correction;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.evaluation.page.Segments;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Cohort;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Ending;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Analyzes recorded traffic, entry by entry, in memory that depends on the number of layers and examples but not on that of
 * entries. Not safe for use by several threads.
 */
public final class TrafficAnalysis {

    static final int MAX_QUESTION = 300;

    private final Map<Cohort, AnswersTally> answers = new EnumMap<>(Cohort.class);
    private final Map<LayerKey, LayerTally> layers = new TreeMap<>();
    private final DetectionTally detections = new DetectionTally();
    private final DisagreementTally disagreements = new DisagreementTally();
    private final ChangeSample sample;
    private final long seed;
    private long lines;
    private long skipped;

    /**
     * Creates an analysis of nothing.
     *
     * @param examples the maximum number of typical changes; 0 keeps texts out of the report
     * @param seed the seed by which they are chosen
     */
    public TrafficAnalysis(int examples, long seed) {
        this.sample = new ChangeSample(examples, seed);
        this.seed = seed;
    }

    /**
     * Adds an entry.
     *
     * @param source its file and line, for the examples
     */
    public void add(String source, TrafficEntry entry) {
        lines++;
        answers.computeIfAbsent(entry.cohort(), AnswersTally::new).add(entry);
        List<LayerStep> steps = LayerStep.of(entry);
        for (LayerStep step : steps) {
            LayerKey key = new LayerKey(
                    entry.chain(), step.layer().name(), step.layer().mode());
            layers.computeIfAbsent(key, none -> new LayerTally()).add(step);
            detections.add(key, step.layer());
        }
        disagreements.add(entry.chain(), steps);
        if (entry.ending() == Ending.CHANGED && entry.result() != null) {
            offer(source, entry, entry.result());
        }
    }

    /** Counts a line that can't be read. */
    public void skip() {
        skipped++;
    }

    /** Returns the report on all entries so far. */
    public TrafficReport report() {
        List<LayerReport> layerReports = new ArrayList<>();
        layers.forEach((key, tally) -> layerReports.add(tally.report(key)));
        return new TrafficReport(
                lines,
                skipped,
                answers.values().stream().map(AnswersTally::report).toList(),
                layerReports,
                detections.report(),
                disagreements.report(),
                sample.changes(),
                seed);
    }

    private void offer(String source, TrafficEntry entry, String result) {
        double ratio = Correction.of(entry.answer(), result).editRatio();
        sample.offer(
                ratio,
                entry.answer(),
                result,
                () -> new TypicalChange(
                        source,
                        origin(entry),
                        Segments.shorten(entry.question(), MAX_QUESTION),
                        ratio,
                        Segments.of(entry.answer(), result)));
    }

    private static String origin(TrafficEntry entry) {
        String changing = entry.layers().stream()
                .filter(layer -> layer.outcome() == Outcome.CORRECTED)
                .map(layer -> layer.name() + " (" + layer.mode().name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
        return entry.chain().isEmpty() ? changing : entry.chain() + ": " + changing;
    }
}
