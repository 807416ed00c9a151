// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.List;

/** Runs the model for a batch, and confines a failure to the entry that caused it. */
final class ForwardPass {

    private final CausalLanguageModel model;

    ForwardPass(CausalLanguageModel model) {
        this.model = model;
    }

    /** Runs the model once for all entries or, if that fails, once for each. Never throws. */
    void run(List<BatchEntry> entries) {
        List<Segment> segments = new ArrayList<>(entries.size());
        entries.forEach(entry -> segments.add(entry.segment()));
        int[] lengths =
                segments.stream().mapToInt(each -> each.cache().length()).toArray();
        List<Scores> scores;
        try {
            scores = model.forward(segments);
        } catch (RuntimeException | Error e) {
            runEach(entries, lengths, e);
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            accept(entries.get(i), scores.get(i));
        }
    }

    private void runEach(List<BatchEntry> entries, int[] lengths, Throwable failure) {
        if (entries.size() == 1) {
            entries.get(0).fail(failure);
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            runAlone(entries.get(i), lengths[i]);
        }
    }

    private void runAlone(BatchEntry entry, int length) {
        try {
            KeyValueCache cache = entry.segment().cache();
            cache.truncate(length);
            accept(entry, model.forward(List.of(entry.segment())).get(0));
        } catch (RuntimeException | Error e) {
            entry.fail(e);
        }
    }

    private static void accept(BatchEntry entry, Scores scores) {
        try (scores) {
            entry.accept(scores);
        } catch (RuntimeException | Error e) {
            entry.fail(e);
        }
    }
}
