// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Correction;
import io.github.aligner4j.evaluation.page.Segments;
import java.util.Map;

/** Compares recorded answers with their replay, pair by pair, as {@link TrafficAnalysis} does. Not safe for use by several threads. */
public final class ReplayAnalysis {

    private final Map<Comparison, Long> comparisons = ChangeTally.zeros(Comparison.class);
    private final ChangeTally recordedChanges = new ChangeTally();
    private final ChangeTally replayedChanges = new ChangeTally();
    private final LatencyTally recordedLatency = new LatencyTally();
    private final LatencyTally replayedLatency = new LatencyTally();
    private final ChangeSample sample;
    private final long seed;
    private long pairs;
    private long skipped;
    private long leftOut;

    /**
     * Creates an analysis of nothing.
     *
     * @param examples the maximum number of typical differences; 0 keeps texts out of the report
     * @param seed the seed by which they are chosen
     */
    public ReplayAnalysis(int examples, long seed) {
        this.sample = new ChangeSample(examples, seed);
        this.seed = seed;
    }

    /**
     * Adds a recorded answer and its replay.
     *
     * @param source the recorded answer's file and line, for the examples
     */
    public void add(String source, TrafficEntry recorded, TrafficEntry replayed) {
        pairs++;
        Comparison comparison = Comparison.of(recorded, replayed);
        comparisons.merge(comparison, 1L, Long::sum);
        count(recorded, recordedChanges, recordedLatency);
        count(replayed, replayedChanges, replayedLatency);
        String then = Comparison.correction(recorded);
        String now = Comparison.correction(replayed);
        if (then != null && now != null && !then.equals(now)) {
            double ratio = Correction.of(then, now).editRatio();
            sample.offer(
                    ratio,
                    then,
                    now,
                    () -> new TypicalChange(
                            source,
                            comparison.label(),
                            Segments.shorten(recorded.question(), TrafficAnalysis.MAX_QUESTION),
                            ratio,
                            Segments.of(then, now)));
        }
    }

    /** Counts a line that can't be read. */
    public void skip() {
        skipped++;
    }

    /** Counts a line that nothing can be compared with. */
    public void leaveOut() {
        leftOut++;
    }

    /** Returns the report on all pairs so far. */
    public ReplayReport report() {
        return new ReplayReport(
                pairs,
                skipped,
                leftOut,
                comparisons,
                recordedChanges.report(),
                replayedChanges.report(),
                recordedLatency.report(),
                replayedLatency.report(),
                sample.changes(),
                seed);
    }

    private static void count(TrafficEntry entry, ChangeTally changes, LatencyTally latency) {
        if (entry.ending() == TrafficEntry.Ending.CHANGED) {
            changes.add(entry.answer(), entry.result());
        }
        latency.add(entry.elapsed());
    }
}
