// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.schedule;

import io.github.aligner4j.training.network.MicroBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Splits the examples of a step into micro-batches, over which its gradients are accumulated. */
public final class MicroBatches {

    private MicroBatches() {}

    /** Returns micro-batches of at most {@code maxTokens} tokens, padding included; a longer example has its own. */
    public static List<MicroBatch> of(List<Example> examples, int maxTokens) {
        List<Example> longestFirst = examples.stream()
                .sorted(Comparator.comparingInt(Example::length).reversed())
                .toList();
        List<MicroBatch> batches = new ArrayList<>();
        int start = 0;
        while (start < longestFirst.size()) {
            int columns = longestFirst.get(start).length();
            int end = Math.min(longestFirst.size(), start + Math.max(1, maxTokens / columns));
            batches.add(padded(longestFirst.subList(start, end), columns));
            start = end;
        }
        return batches;
    }

    private static MicroBatch padded(List<Example> examples, int columns) {
        int count = examples.stream().mapToInt(Example::labels).sum();
        long[] ids = new long[examples.size() * columns];
        long[] labelPositions = new long[count];
        long[] labels = new long[count];
        float[] weights = new float[count];
        int next = 0;
        for (int row = 0; row < examples.size(); row++) {
            Example example = examples.get(row);
            for (int i = 0; i < example.length(); i++) {
                ids[row * columns + i] = example.ids()[i];
            }
            for (int i = example.firstLabel(); i < example.ids().length; i++) {
                labelPositions[next] = (long) row * columns + i - 1;
                weights[next] = example.weights()[i - example.firstLabel()];
                labels[next++] = example.ids()[i];
            }
            for (Example.PromptLabel label : example.promptLabels()) {
                labelPositions[next] = (long) row * columns + label.position();
                weights[next] = label.weight();
                labels[next++] = label.token();
            }
        }
        return new MicroBatch(ids, examples.size(), labelPositions, labels, weights);
    }
}
