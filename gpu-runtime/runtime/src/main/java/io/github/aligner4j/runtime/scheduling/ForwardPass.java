package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.List;

/** Reads for several at once, so that a failure hits only the one that caused it. */
final class ForwardPass {

    private final CausalLanguageModel model;

    ForwardPass(CausalLanguageModel model) {
        this.model = model;
    }

    /** Runs the model once for all; if that fails, once for each. Never throws. */
    void run(List<BatchEntry> readings) {
        List<Segment> segments = new ArrayList<>(readings.size());
        readings.forEach(reading -> segments.add(reading.segment()));
        int[] before = segments.stream().mapToInt(each -> each.cache().length()).toArray();
        List<Scores> scores;
        try {
            scores = model.forward(segments);
        } catch (RuntimeException | Error e) {
            runEach(readings, before, e);
            return;
        }
        for (int i = 0; i < readings.size(); i++) {
            accept(readings.get(i), scores.get(i));
        }
    }

    private void runEach(List<BatchEntry> readings, int[] before, Throwable failure) {
        if (readings.size() == 1) {
            readings.get(0).fail(failure);
            return;
        }
        for (int i = 0; i < readings.size(); i++) {
            runAlone(readings.get(i), before[i]);
        }
    }

    private void runAlone(BatchEntry reading, int before) {
        try {
            KeyValueCache cache = reading.segment().cache();
            cache.truncate(before);
            accept(reading, model.forward(List.of(reading.segment())).get(0));
        } catch (RuntimeException | Error e) {
            reading.fail(e);
        }
    }

    private static void accept(BatchEntry reading, Scores scores) {
        try {
            reading.accept(scores);
        } catch (RuntimeException | Error e) {
            reading.fail(e);
        }
    }
}
