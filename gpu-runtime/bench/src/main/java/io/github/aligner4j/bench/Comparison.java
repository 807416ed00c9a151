// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Compares drafting strategies.
 *
 * <p>Each row runs with all strategies in turn, and each row starts with a different strategy, so that disturbances of the
 * machine affect all alike and none finds warm caches more often than the others.
 */
public final class Comparison {

    private static final GenerationOptions FULL_PREFILL = GenerationOptions.DEFAULT.withDrafting(Drafting.NONE);

    private final BenchModel model;
    private final List<Drafting> strategies;
    private final LongSupplier nanoTime;

    /** Creates a comparison of {@code strategies}, at least one. */
    public Comparison(BenchModel model, List<Drafting> strategies, LongSupplier nanoTime) {
        this.model = model;
        this.strategies = List.copyOf(strategies);
        this.nanoTime = nanoTime;
    }

    /** Runs the first {@code tasks} of the workload once with each strategy, without measuring. */
    public void warmUp(Workload workload, int tasks) {
        for (BenchTask task :
                workload.tasks().subList(0, Math.min(tasks, workload.tasks().size()))) {
            measure(task, 0, new Outcome(task.kind()));
        }
    }

    /** Runs the workload {@code repeat} times, and {@code afterEach} after each row. */
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
        for (int i = 0; i < strategies.size(); i++) {
            Drafting strategy = strategies.get((first + i) % strategies.size());
            outcome.add(strategy, sample(task.request(), options(task, strategy)));
        }
        outcome.addFullPrefill(sample(task.fullPrefill(), FULL_PREFILL));
    }

    private Sample sample(CompletionRequest request, GenerationOptions options) {
        long begun = nanoTime.getAsLong();
        var generation = model.generate(request, options);
        return new Sample(Duration.ofNanos(nanoTime.getAsLong() - begun), generation);
    }

    static GenerationOptions options(BenchTask task, Drafting strategy) {
        return GenerationOptions.DEFAULT.withDrafting(strategy).withForced(task.forced());
    }
}
