// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.benchmarks.ahead.StreamedCall.Waits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * A measurement, repeated in each round.
 *
 * @param subject the Aligner
 * @param callers the number of answers that stream at once, each begun a tenth of a second after the one before
 * @param tokens length of each answer in upstream tokens
 * @param tokensPerSecond speed of the upstream model; 0 to stream at once and do nothing ahead
 */
record Cell(Subject subject, int callers, int tokens, int tokensPerSecond) {

    private static final int AT_ONCE = 1_000_000;
    private static final long OFFSET_MILLIS = 100;
    /**
     * The time that one answer took, in milliseconds.
     *
     * @param first from the upstream's last token to the first corrected text
     * @param last from there to the whole correction
     * @param left processor time of this process from the first upstream's last token to the last correction
     * @param processor processor time of this process in all
     */
    record Cost(double first, double last, double left, double processor) {}

    /** Returns the baseline of this cell: the same answers without work ahead. */
    Cell none() {
        return new Cell(subject, callers, tokens, 0);
    }

    /** Streams the answers that follow number {@code run}, and returns the means over the callers. */
    Cost run(int run) {
        Aligner aligner = tokensPerSecond == 0 ? subject.unprepared() : subject.aligner();
        int pace = tokensPerSecond == 0 ? AT_ONCE : tokensPerSecond;
        long before = ProcessorTime.now();
        List<CompletableFuture<Waits>> calls = IntStream.range(0, callers)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> StreamedCall.run(aligner, new Texts(run + i), tokens, pace), task -> begin(task, i)))
                .toList();
        List<Waits> waits = calls.stream().map(CompletableFuture::join).toList();
        long processor = ProcessorTime.now() - before;
        long ended = waits.stream().mapToLong(Waits::processorBefore).min().orElseThrow();
        long corrected = waits.stream().mapToLong(Waits::processorAfter).max().orElseThrow();
        return new Cost(
                mean(waits, Waits::first),
                mean(waits, Waits::last),
                millis((double) (corrected - ended)) / callers,
                millis((double) processor) / callers);
    }

    private static void begin(Runnable task, int caller) {
        CompletableFuture.delayedExecutor(
                        caller * OFFSET_MILLIS, TimeUnit.MILLISECONDS, each -> new Thread(each).start())
                .execute(task);
    }

    private static double mean(List<Waits> waits, ToLongFunction<Waits> time) {
        return millis(waits.stream().mapToLong(time).average().orElseThrow());
    }

    private static double millis(double nanos) {
        return nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
