// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.benchmarks.ahead.Texts;
import io.github.aligner4j.completion.ModelOverloadedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers of one Aligner, each of which waits for its correction before it asks for the next. Every answer is new.
 *
 * @param aligner the Aligner
 * @param number the number of callers
 * @param tokens the length of an answer, in upstream tokens
 * @param firstText the number of the first answer
 */
record Callers(Aligner aligner, int number, int tokens, AtomicInteger firstText) {

    /**
     * Runs the callers for {@code seconds}.
     *
     * @param rate the answers that come in a second; each is taken by the next caller that is free. Infinite if callers ask again at
     *     once
     */
    LoadResult run(double rate, double seconds) {
        long started = System.nanoTime();
        Arrivals arrivals = new Arrivals(started, rate, seconds, new AtomicInteger());
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            List<Future<List<Long>>> callers = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                callers.add(threads.submit(() -> call(arrivals, refused)));
            }
            List<Long> latencies = new ArrayList<>();
            for (Future<List<Long>> caller : callers) {
                latencies.addAll(caller.get());
            }
            return new LoadResult(latencies, refused.get(), (System.nanoTime() - started) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the measurement was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a correction failed; nothing was measured", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Long> call(Arrivals arrivals, AtomicInteger refused) {
        List<Long> latencies = new ArrayList<>();
        while (arrivals.awaitNext()) {
            Texts texts = new Texts(firstText.getAndIncrement());
            CorrectionRequest request = CorrectionRequest.of(texts.question(), texts.cleanAnswer(tokens));
            long asked = System.nanoTime();
            try {
                aligner.correct(request);
                latencies.add(System.nanoTime() - asked);
            } catch (ModelOverloadedException e) {
                refused.incrementAndGet();
            }
        }
        return latencies;
    }

    /** The times at which answers come. */
    private record Arrivals(long started, double rate, double seconds, AtomicInteger next) {

        /** Waits until the next answer comes; returns false if none comes before the end. */
        boolean awaitNext() {
            long due = started + (long) (next.getAndIncrement() / rate * 1e9);
            long end = started + (long) (seconds * 1e9);
            if (due > end || System.nanoTime() > end) {
                return false;
            }
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return true;
        }
    }
}
