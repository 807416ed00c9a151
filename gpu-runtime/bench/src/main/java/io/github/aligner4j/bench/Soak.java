package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Runs many corrections and watches the memory of the process. */
public final class Soak {

    private static final int WATCHED = 100;
    private static final int WARM_UP = WATCHED / 5;

    private final BenchModel model;
    private final LongSupplier nanoTime;
    private final Supplier<Optional<ProcessMemory>> memory;

    /** Watches this process. */
    public Soak(BenchModel model, LongSupplier nanoTime) {
        this(model, nanoTime, ProcessMemory::now);
    }

    Soak(BenchModel model, LongSupplier nanoTime, Supplier<Optional<ProcessMemory>> memory) {
        this.model = model;
        this.nanoTime = nanoTime;
        this.memory = memory;
    }

    /** Runs {@code corrections} of the workload's requests, over and over. */
    SoakReport run(Workload workload, Drafting way, int corrections) {
        List<ProcessMemory> watched = new ArrayList<>();
        long begun = nanoTime.getAsLong();
        for (int i = 0; i < corrections; i++) {
            BenchTask task = workload.tasks().get(i % workload.tasks().size());
            model.generate(task.request(), Comparison.options(task, way));
            if (due(i, corrections)) {
                memory.get().ifPresent(watched::add);
            }
        }
        double seconds = (nanoTime.getAsLong() - begun) / 1e9;
        return SoakReport.of(corrections, seconds, model.requestBytes(), watched);
    }

    /** After each hundredth part of the corrections, from the end of the warm-up on. */
    private static boolean due(int done, int corrections) {
        long part = (long) (done + 1) * WATCHED / corrections;
        return part >= WARM_UP && part > (long) done * WATCHED / corrections;
    }
}
