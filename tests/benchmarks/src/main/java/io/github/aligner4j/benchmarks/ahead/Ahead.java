// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import io.github.aligner4j.benchmarks.RandomCheckpoint;
import io.github.aligner4j.benchmarks.Shape;
import io.github.aligner4j.benchmarks.ahead.Cell.Cost;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.TorchCompletionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures the time saved by work ahead of an answer's end, see {@code docs/benchmarks/ahead.md}.
 *
 * <p>Each round runs every cell once, in random order, except that cells to compare run one after another, so that
 * disturbances of the machine affect both. Each answer is new, so that no cached prefix helps. The table so far is printed
 * after each round.
 */
public final class Ahead {

    private static final String CIVILITY = "civility";
    private static final int WARM_UP_PACE = 400;

    private final AheadOptions options;
    private final Consumer<String> out;
    private final Map<Cell, List<Cost>> costs = new LinkedHashMap<>();
    private int run;

    private Ahead(AheadOptions options, Consumer<String> out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the benchmark with options of the form {@code name=value}, see {@link AheadOptions}. */
    public static void main(String[] args) throws IOException {
        run(AheadOptions.of(args), System.out::println);
    }

    /** Runs the benchmark and passes each line of its tables to {@code out}. */
    static void run(AheadOptions options, Consumer<String> out) throws IOException {
        Ahead ahead = new Ahead(options, out);
        try (CheckpointAligner civility = CheckpointAligner.open(ModelSource.folder(options.checkpoint()))) {
            List<Subject> subjects = new ArrayList<>(List.of(new Subject(CIVILITY, "windows", civility)));
            if (options.aligners().equals(List.of(CIVILITY))) {
                ahead.measure(subjects);
                return;
            }
            Path folder = Files.createTempDirectory("random-134m");
            RandomCheckpoint.write(folder, options.checkpoint(), Shape.M134);
            try (TorchCompletionModel random = TorchCompletionModel.open(ModelSource.folder(folder))) {
                subjects.addAll(List.of(Subject.whole(random), Subject.windowed(random)));
                subjects.removeIf(subject -> !options.aligners().contains(subject.name()));
                ahead.measure(subjects);
            }
        }
    }

    private void measure(List<Subject> subjects) {
        List<List<Cell>> groups = new ArrayList<>();
        for (Subject subject : subjects) {
            warmUp(subject);
            for (int callers : options.callers()) {
                options.tokens().forEach(tokens -> groups.add(group(subject, callers, tokens)));
            }
        }
        groups.forEach(group -> group.forEach(cell -> costs.put(cell, new ArrayList<>())));
        Random order = new Random(1);
        for (int round = 1; round <= options.rounds(); round++) {
            Collections.shuffle(groups, order);
            for (List<Cell> group : groups) {
                Collections.shuffle(group, order);
                group.forEach(cell ->
                        costs.computeIfAbsent(cell, added -> new ArrayList<>()).add(cost(cell)));
            }
            out.accept("rounds: " + round);
            new AheadTable(costs).lines().forEach(out);
        }
    }

    /** Returns the cells to compare, which run one after another. */
    private List<Cell> group(Subject subject, int callers, int tokens) {
        List<Cell> cells = new ArrayList<>(List.of(new Cell(subject, callers, tokens, 0)));
        options.paces().forEach(pace -> cells.add(new Cell(subject, callers, tokens, pace)));
        return cells;
    }

    private void warmUp(Subject subject) {
        int tokens = Collections.min(options.tokens());
        for (int pace : List.of(0, WARM_UP_PACE, 0, WARM_UP_PACE)) {
            cost(new Cell(subject, 2, tokens, pace));
        }
    }

    private Cost cost(Cell cell) {
        run += cell.callers();
        return cell.run(run);
    }
}
