package io.github.aligner4j.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the process over many corrections. The first fifth is warm-up; numbers of memory are null where the operating
 * system does not tell.
 *
 * @param corrections how many there were
 * @param correctionsPerSecond how many in a second
 * @param firstMebibytes memory held after the warm-up
 * @param lastMebibytes memory held at the end
 * @param leastMebibytes the least in between
 * @param mostMebibytes the most in between
 * @param spread largest distance of any of them from their median, over the median
 * @param drift last less first, over first
 * @param forgottenBytes keys and values that are still held at the end, though no request runs
 * @param threads threads of the process after the warm-up and at the end
 */
record SoakReport(
        int corrections,
        double correctionsPerSecond,
        long forgottenBytes,
        @Nullable Double firstMebibytes,
        @Nullable Double lastMebibytes,
        @Nullable Double leastMebibytes,
        @Nullable Double mostMebibytes,
        @Nullable Double spread,
        @Nullable Double drift,
        List<Integer> threads) {

    static SoakReport of(int corrections, double seconds, long forgotten, List<ProcessMemory> watched) {
        double rate = corrections / seconds;
        if (watched.isEmpty()) {
            return new SoakReport(corrections, rate, forgotten, null, null, null, null, null, null, List.of());
        }
        List<Double> held =
                watched.stream().map(ProcessMemory::residentMebibytes).toList();
        double first = held.get(0);
        double last = held.get(held.size() - 1);
        double least = Statistics.percentile(held, 0);
        double most = Statistics.percentile(held, 100);
        double middle = Statistics.median(held);
        return new SoakReport(
                corrections,
                rate,
                forgotten,
                first,
                last,
                least,
                most,
                Math.max(most - middle, middle - least) / middle,
                (last - first) / first,
                List.of(
                        watched.get(0).threads(),
                        watched.get(watched.size() - 1).threads()));
    }
}
