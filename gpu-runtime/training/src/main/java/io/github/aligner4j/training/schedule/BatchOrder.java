// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The order of the examples of a stage. Examples are shuffled, sorted by length within groups of some batches to save padding, and
 * the batches are shuffled again. The order depends on the seed and the epoch only, so a resumed training continues with the same
 * batches. Not safe for use by several threads.
 */
public final class BatchOrder {

    private static final int BATCHES_PER_GROUP = 32;

    private final Stage stage;
    private final int batchSize;
    private final long seed;
    private int epoch = -1;
    private List<List<Example>> batches = List.of();

    /** Creates the order of {@code stage} in batches of {@code batchSize} examples. */
    public BatchOrder(Stage stage, int batchSize, long seed) {
        this.stage = stage;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /** Returns the examples of the step with this index. */
    public List<Example> step(int step) {
        int perEpoch = stage.stepsPerEpoch(batchSize);
        if (step / perEpoch != epoch) {
            epoch = step / perEpoch;
            batches = shuffled(new Random(31 * (31 * seed + stage.name().hashCode()) + epoch));
        }
        return batches.get(step % perEpoch);
    }

    private List<List<Example>> shuffled(Random random) {
        List<Example> examples = stage.examples();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, examples.size()).boxed().toList());
        Collections.shuffle(order, random);
        List<List<Example>> result = new ArrayList<>();
        for (List<Integer> group : pieces(order, batchSize * BATCHES_PER_GROUP)) {
            List<Example> sorted = group.stream()
                    .map(examples::get)
                    .sorted(Comparator.comparingInt(Example::length))
                    .toList();
            result.addAll(pieces(sorted, batchSize));
        }
        Collections.shuffle(result, random);
        return result;
    }

    private static <T> List<List<T>> pieces(List<T> list, int size) {
        List<List<T>> pieces = new ArrayList<>();
        for (int start = 0; start < list.size(); start += size) {
            pieces.add(list.subList(start, Math.min(list.size(), start + size)));
        }
        return pieces;
    }
}
