// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.StackEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Counts the corrections for all visitors together, without texts. Safe for use by several threads. */
@Component
final class LiveCounters implements CorrectionListener {

    static final int MAX_RECENT = 200;

    private final Map<String, Long> answers = new HashMap<>();
    private final Map<String, Long> shadows = new HashMap<>();
    private final Deque<Recent> recent = new ArrayDeque<>();
    private long version;

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        // Answers are counted, not layers.
    }

    @Override
    public synchronized void onStack(String stack, CorrectionRequest request, StackEvent event) {
        String outcome = outcome(event);
        Correction correction = event.correction();
        answers.merge(outcome, 1L, Long::sum);
        recent.addLast(new Recent(outcome, elapsed(event).toMillis(), correction == null ? 0 : correction.editRatio()));
        if (recent.size() > MAX_RECENT) {
            recent.removeFirst();
        }
        version++;
    }

    @Override
    public synchronized void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
        shadows.merge(LayerReport.of(event.trace()).outcome(), 1L, Long::sum);
        version++;
    }

    private static String outcome(StackEvent event) {
        if (event.correction() == null) {
            return "failed";
        }
        if (event.layers().stream().anyMatch(layer -> layer.outcome() == Outcome.REFUSED)) {
            return "refused";
        }
        return event.correction().changed() ? "corrected" : "unchanged";
    }

    /** Returns the time of the correction, or of all layers if it failed. */
    private static Duration elapsed(StackEvent event) {
        return event.correction() == null
                ? event.layers().stream().map(LayerTrace::elapsed).reduce(Duration.ZERO, Duration::plus)
                : event.correction().elapsed();
    }

    /** Returns the present counts. */
    synchronized Snapshot snapshot() {
        List<Long> times = recent.stream().map(Recent::millis).sorted().toList();
        return new Snapshot(
                version,
                new TreeMap<>(answers),
                new TreeMap<>(shadows),
                recent.stream().mapToDouble(Recent::editRatio).average().orElse(0),
                percentile(times, 50),
                percentile(times, 95),
                List.copyOf(recent).subList(Math.max(0, recent.size() - Snapshot.MAX_SHOWN), recent.size()));
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }

    /**
     * One of the latest answers.
     *
     * @param outcome its outcome
     * @param millis the time of its correction in milliseconds
     * @param editRatio the share that was changed
     */
    record Recent(String outcome, long millis, double editRatio) {}

    /**
     * The counts at one time.
     *
     * @param version a number that grows with each change
     * @param answers the number of answers of each outcome
     * @param shadows the number of observations of each outcome, by layers in shadow mode
     * @param editRatio the mean share that was changed, of the latest {@value #MAX_RECENT} answers
     * @param medianMillis the median time of their corrections
     * @param p95Millis the time that 95 percent of them did not exceed
     * @param recent the latest answers, oldest first
     */
    record Snapshot(
            long version,
            Map<String, Long> answers,
            Map<String, Long> shadows,
            double editRatio,
            long medianMillis,
            long p95Millis,
            List<Recent> recent) {

        static final int MAX_SHOWN = 40;
    }
}
