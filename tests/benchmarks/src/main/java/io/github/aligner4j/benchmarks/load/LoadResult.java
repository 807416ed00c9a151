// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import java.util.List;

/**
 * The outcome of one measurement.
 *
 * @param latencies the latencies of the accepted corrections in nanoseconds, sorted
 * @param refused the number of corrections that were refused as the queue was full
 * @param seconds the time from the first call to the end of the last
 */
record LoadResult(List<Long> latencies, int refused, double seconds) {

    LoadResult {
        latencies = latencies.stream().sorted().toList();
    }

    int accepted() {
        return latencies.size();
    }

    /** Returns accepted corrections in a second. */
    double rate() {
        return latencies.size() / seconds;
    }

    /** Returns a percentile of the latency in milliseconds, by nearest rank. */
    double millis(double percent) {
        if (latencies.isEmpty()) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * latencies.size());
        return latencies.get(Math.max(0, rank - 1)) / 1e6;
    }
}
