package io.github.aligner4j.bench;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures several ways of drafting against each other.
 *
 * <p>Row by row, all ways in turn, and each row with another one first: what disturbs the machine disturbs them alike, and
 * none has the caches warm more often than the others.
 */
public final class Comparison {

    private static final GenerationOptions READING = GenerationOptions.DEFAULT.withDrafting(Drafting.NONE);

    private final BenchModel model;
    private final List<Drafting> ways;
    private final LongSupplier nanoTime;

    /** Compares {@code ways}, of which there must be one. */
    public Comparison(BenchModel model, List<Drafting> ways, LongSupplier nanoTime) {
        this.model = model;
        this.ways = List.copyOf(ways);
        this.nanoTime = nanoTime;
    }

    /** Runs the first {@code tasks} of the workload once in each way, measuring nothing. */
    public void warmUp(Workload workload, int tasks) {
        for (BenchTask task :
                workload.tasks().subList(0, Math.min(tasks, workload.tasks().size()))) {
            measure(task, 0, new Outcome(task.kind()));
        }
    }

    /** Runs the workload {@code repeat} times; {@code afterEach} hears of each row. */
    List<Outcome> run(Workload workload, int repeat, Runnable afterEach) {
        List<Outcome> outcomes =
                workload.tasks().stream().map(task -> new Outcome(task.kind())).toList();
        for (int round = 0; round < repeat; round++) {
            for (int i = 0; i < outcomes.size(); i++) {
                measure(workload.tasks().get(i), i + round, outcomes.get(i));
                afterEach.run();
            }
        }
        return outcomes;
    }

    private void measure(BenchTask task, int first, Outcome outcome) {
        for (int i = 0; i < ways.size(); i++) {
            Drafting way = ways.get((first + i) % ways.size());
            outcome.add(way, sample(task.request(), options(task, way)));
        }
        outcome.addReading(sample(task.reading(), READING));
    }

    private Sample sample(CompletionRequest request, GenerationOptions options) {
        long begun = nanoTime.getAsLong();
        var generation = model.generate(request, options);
        return new Sample(Duration.ofNanos(nanoTime.getAsLong() - begun), generation);
    }

    static GenerationOptions options(BenchTask task, Drafting way) {
        return GenerationOptions.DEFAULT.withDrafting(way).withForced(task.forced());
    }
}
