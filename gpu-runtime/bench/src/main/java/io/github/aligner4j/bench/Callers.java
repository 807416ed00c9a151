// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Compares concurrent callers with a single one. */
public final class Callers {

    /** Requests per caller; with one each, all callers would start and end together. */
    private static final int EACH = 4;

    private final BenchModel model;
    private final int callers;
    private final LongSupplier nanoTime;

    /**
     * Creates a measurement.
     *
     * @param callers the number of callers, at least 2
     */
    public Callers(BenchModel model, int callers, LongSupplier nanoTime) {
        this.model = model;
        this.callers = callers;
        this.nanoTime = nanoTime;
    }

    /** Runs the workload sequentially and concurrently in turn, {@code repeat} times; each caller has several rows. */
    CallersReport run(Workload workload, Drafting strategy, int repeat) {
        List<BenchTask> tasks = tasks(workload);
        List<Double> latencies = new ArrayList<>();
        double alone = 0;
        double together = 0;
        for (int round = 0; round < repeat; round++) {
            alone += phase(1, tasks, strategy, new ArrayList<>());
            together += phase(callers, tasks, strategy, latencies);
        }
        int requests = tasks.size() * repeat;
        return report(strategy, requests, requests / alone, requests / together, latencies);
    }

    /**
     * Compares with less work: a single caller corrects each row once, then each of the callers corrects {@code each} rows. All
     * rows are corrected equally often if their number divides that of the callers.
     */
    public CallersReport sample(Workload workload, Drafting strategy, int each) {
        List<BenchTask> rows = workload.tasks();
        List<BenchTask> tasks = repeated(rows, callers * each);
        List<Double> latencies = new ArrayList<>();
        double alone = phase(1, rows, strategy, new ArrayList<>());
        double together = phase(callers, tasks, strategy, latencies);
        return report(strategy, tasks.size(), rows.size() / alone, tasks.size() / together, latencies);
    }

    private CallersReport report(
            Drafting strategy, int requests, double alone, double together, List<Double> latencies) {
        double p50 = Statistics.median(latencies);
        double p99 = Statistics.percentile(latencies, 99);
        return new CallersReport(
                DraftingNames.name(strategy),
                callers,
                requests,
                alone,
                together,
                together / alone,
                p50 * 1e3,
                p99 * 1e3,
                p99 / p50);
    }

    private List<BenchTask> tasks(Workload workload) {
        List<BenchTask> rows = workload.tasks();
        return repeated(rows, Math.max(rows.size(), callers * EACH));
    }

    private static List<BenchTask> repeated(List<BenchTask> rows, int wanted) {
        List<BenchTask> tasks = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            tasks.add(rows.get(i % rows.size()));
        }
        return tasks;
    }

    /**
     * Returns the seconds that {@code threads} callers take for all tasks; each caller takes the next task when it is done.
     */
    private double phase(int threads, List<BenchTask> tasks, Drafting strategy, List<Double> latencies) {
        AtomicInteger next = new AtomicInteger();
        Callable<List<Double>> caller = () -> {
            List<Double> own = new ArrayList<>();
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                long begun = nanoTime.getAsLong();
                model.generate(tasks.get(i).request(), Comparison.options(tasks.get(i), strategy));
                own.add((nanoTime.getAsLong() - begun) / 1e9);
            }
            return own;
        };
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long begun = nanoTime.getAsLong();
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(caller));
            }
            for (Future<List<Double>> each : running) {
                latencies.addAll(result(each));
            }
            return (nanoTime.getAsLong() - begun) / 1e9;
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Double> result(Future<List<Double>> caller) {
        try {
            return caller.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the benchmark was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
