// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Runs many corrections and monitors the memory of the process. */
public final class Soak {

    private static final int SAMPLES = 100;
    private static final int WARM_UP = SAMPLES / 5;

    private final BenchModel model;
    private final LongSupplier nanoTime;
    private final Supplier<Optional<ProcessMemory>> memory;

    /** Creates a soak test of {@code model}. */
    public Soak(BenchModel model, LongSupplier nanoTime) {
        this(model, nanoTime, ProcessMemory::now);
    }

    Soak(BenchModel model, LongSupplier nanoTime, Supplier<Optional<ProcessMemory>> memory) {
        this.model = model;
        this.nanoTime = nanoTime;
        this.memory = memory;
    }

    /** Runs {@code corrections} requests, going through the workload repeatedly. */
    SoakReport run(Workload workload, Drafting strategy, int corrections) {
        List<ProcessMemory> samples = new ArrayList<>();
        long begun = nanoTime.getAsLong();
        for (int i = 0; i < corrections; i++) {
            BenchTask task = workload.tasks().get(i % workload.tasks().size());
            model.generate(task.request(), Comparison.options(task, strategy));
            if (due(i, corrections)) {
                memory.get().ifPresent(samples::add);
            }
        }
        double seconds = (nanoTime.getAsLong() - begun) / 1e9;
        return SoakReport.of(corrections, seconds, model.requestBytes(), samples);
    }

    /** Returns whether memory is sampled: after each hundredth of the corrections, once the warm-up is over. */
    private static boolean due(int done, int corrections) {
        long part = (long) (done + 1) * SAMPLES / corrections;
        return part >= WARM_UP && part > (long) done * SAMPLES / corrections;
    }
}
