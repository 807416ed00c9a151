// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the process over many corrections, the first fifth of which is warm-up. Null where the operating system does not
 * report it.
 *
 * @param corrections the number of corrections
 * @param correctionsPerSecond corrections per second
 * @param leakedBytes bytes of the KV cache that are still held at the end, although no request runs
 * @param firstMebibytes memory after the warm-up
 * @param lastMebibytes memory at the end
 * @param minMebibytes minimum in between
 * @param maxMebibytes maximum in between
 * @param spread largest distance from the median, divided by the median
 * @param drift last minus first, divided by first
 * @param threads threads of the process after the warm-up and at the end
 */
public record SoakReport(
        int corrections,
        double correctionsPerSecond,
        long leakedBytes,
        @Nullable Double firstMebibytes,
        @Nullable Double lastMebibytes,
        @Nullable Double minMebibytes,
        @Nullable Double maxMebibytes,
        @Nullable Double spread,
        @Nullable Double drift,
        List<Integer> threads) {

    static SoakReport of(int corrections, double seconds, long leaked, List<ProcessMemory> samples) {
        double rate = corrections / seconds;
        if (samples.isEmpty()) {
            return new SoakReport(corrections, rate, leaked, null, null, null, null, null, null, List.of());
        }
        List<Double> resident =
                samples.stream().map(ProcessMemory::residentMebibytes).toList();
        double first = resident.get(0);
        double last = resident.get(resident.size() - 1);
        double min = Statistics.percentile(resident, 0);
        double max = Statistics.percentile(resident, 100);
        double middle = Statistics.median(resident);
        return new SoakReport(
                corrections,
                rate,
                leaked,
                first,
                last,
                min,
                max,
                Math.max(max - middle, middle - min) / middle,
                (last - first) / first,
                List.of(
                        samples.get(0).threads(),
                        samples.get(samples.size() - 1).threads()));
    }
}
