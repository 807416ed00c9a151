package io.github.aligner4j.benchmarks.load;

import java.util.Arrays;

/**
 * The outcome of one measurement.
 *
 * @param latencies the latencies of the accepted corrections in nanoseconds, sorted
 * @param refused the number of corrections that were refused as the queue was full
 * @param seconds the time from the first call to the end of the last
 */
record LoadResult(long[] latencies, int refused, double seconds) {

    LoadResult {
        latencies = latencies.clone();
        Arrays.sort(latencies);
    }

    int accepted() {
        return latencies.length;
    }

    /** Returns accepted corrections in a second. */
    double rate() {
        return latencies.length / seconds;
    }

    /** Returns a percentile of the latency in milliseconds, by nearest rank. */
    double millis(double percent) {
        if (latencies.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * latencies.length);
        return latencies[Math.max(0, rank - 1)] / 1e6;
    }
}
