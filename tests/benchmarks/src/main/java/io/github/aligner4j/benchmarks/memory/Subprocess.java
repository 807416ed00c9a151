// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.memory;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.benchmarks.ahead.Subject;
import io.github.aligner4j.benchmarks.ahead.Texts;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.SchedulingOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The process that is measured: loads a checkpoint, has callers correct at once, and prints its memory. */
final class Subprocess {

    private static final int MAX_QUEUED = 4096;
    private static final int MILLIS = 5;

    private final Cell cell;

    private Subprocess(Cell cell) {
        this.cell = cell;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Consumer<String> out = System.out::println;
        out.accept(new Subprocess(Cell.of(arguments)).measure().line());
    }

    private Usage measure() throws IOException, InterruptedException, ExecutionException {
        long before = ProcessStatus.now().resident();
        if (cell.trained()) {
            try (CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.folder(cell.checkpoint()))
                    .options(options())
                    .open()) {
                return measure(before, aligner, aligner::status);
            }
        }
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.folder(cell.checkpoint()))
                .options(options())
                .open()) {
            Subject subject = cell.windows() ? Subject.windowed(model) : Subject.whole(model);
            return measure(before, subject.aligner(), model::status);
        }
    }

    private RuntimeOptions options() {
        SchedulingOptions scheduling = SchedulingOptions.DEFAULT.withMaxQueuedRequests(MAX_QUEUED);
        return RuntimeOptions.DEFAULT
                .withDtype(cell.dtype())
                .withScheduling(cell.prefixCache() ? scheduling : scheduling.withPrefixCacheBytes(0));
    }

    private Usage measure(long before, Aligner aligner, Supplier<RuntimeStatus> status)
            throws IOException, InterruptedException, ExecutionException {
        long loaded = ProcessStatus.now().resident();
        AtomicLong cache = new AtomicLong();
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        Future<?> watching = watch.scheduleWithFixedDelay(
                () -> cache.accumulateAndGet(status.get().kvCache().usedBytes(), Math::max),
                MILLIS,
                MILLIS,
                TimeUnit.MILLISECONDS);
        try {
            correct(aligner);
        } finally {
            watching.cancel(false);
            watch.shutdownNow();
        }
        ProcessStatus after = ProcessStatus.now();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Usage(before, loaded, after.peak(), after.resident(), after.mapped(), heap, cache.get());
    }

    private void correct(Aligner aligner) throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(cell.callers());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < cell.callers() * cell.rounds(); i++) {
                Texts texts = new Texts(i);
                running.add(callers.submit(
                        () -> aligner.correct(CorrectionRequest.of(texts.question(), texts.answer(cell.tokens())))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }
}
