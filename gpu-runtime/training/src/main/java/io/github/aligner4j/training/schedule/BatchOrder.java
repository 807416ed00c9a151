package io.github.aligner4j.training.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which examples go into which step. Rows of like length go together, as padding is lost work: rows are shuffled, sorted by
 * length within groups of some batches, and the batches shuffled again. The order follows from seed and epoch alone, so that a
 * run that was cut goes on as it would have.
 */
public final class BatchOrder {

    private static final int BATCHES_PER_GROUP = 32;

    private final Stage stage;
    private final int rows;
    private final long seed;
    private int epoch = -1;
    private List<List<Example>> batches = List.of();

    /** Creates the order of {@code stage} in batches of {@code rows}. */
    public BatchOrder(Stage stage, int rows, long seed) {
        this.stage = stage;
        this.rows = rows;
        this.seed = seed;
    }

    /** Returns the examples of a step, counted from 0. */
    public List<Example> step(int step) {
        int perEpoch = stage.stepsPerEpoch(rows);
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
        for (List<Integer> group : pieces(order, rows * BATCHES_PER_GROUP)) {
            List<Example> sorted = group.stream()
                    .map(examples::get)
                    .sorted(Comparator.comparingInt(Example::length))
                    .toList();
            result.addAll(pieces(sorted, rows));
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
