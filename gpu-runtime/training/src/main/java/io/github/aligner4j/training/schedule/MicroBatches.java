package io.github.aligner4j.training.schedule;

import io.github.aligner4j.training.network.MicroBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cuts the examples of a step into parts that go through the network at once. */
public final class MicroBatches {

    private MicroBatches() {}

    /** Returns parts of at most {@code mostTokens} tokens, padding included; a longer example is a part of its own. */
    public static List<MicroBatch> of(List<Example> examples, int mostTokens) {
        List<Example> longestFirst = examples.stream()
                .sorted(Comparator.comparingInt(Example::length).reversed())
                .toList();
        List<MicroBatch> batches = new ArrayList<>();
        int start = 0;
        while (start < longestFirst.size()) {
            int columns = longestFirst.get(start).length();
            int end = Math.min(longestFirst.size(), start + Math.max(1, mostTokens / columns));
            batches.add(padded(longestFirst.subList(start, end), columns));
            start = end;
        }
        return batches;
    }

    /** Padding comes last, where causal attention keeps it from being seen. */
    private static MicroBatch padded(List<Example> examples, int columns) {
        int scored = examples.stream().mapToInt(Example::scored).sum();
        long[] ids = new long[examples.size() * columns];
        long[] places = new long[scored];
        long[] targets = new long[scored];
        int next = 0;
        for (int row = 0; row < examples.size(); row++) {
            Example example = examples.get(row);
            for (int i = 0; i < example.length(); i++) {
                ids[row * columns + i] = example.ids()[i];
            }
            for (int i = example.firstScored(); i < example.ids().length; i++) {
                places[next] = (long) row * columns + i - 1;
                targets[next++] = example.ids()[i];
            }
        }
        return new MicroBatch(ids, examples.size(), places, targets);
    }
}
