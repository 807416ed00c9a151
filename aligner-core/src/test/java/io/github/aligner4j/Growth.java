// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Tells whether time grows no faster than a text, by the processor time of this thread, so that other threads don't matter. */
final class Growth {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long ENOUGH_NANOS = 2_000_000;
    private static final int MIN_SIZE = 4_000;
    private static final int MAX_SIZE = 10_000_000;
    private static final int ATTEMPTS = 6;
    private static final int RUNS = 2;

    private Growth() {}

    /**
     * Asserts that twice the text takes at most three times the time, as seen over two doublings; {@code work} prepares it for a
     * number of characters.
     */
    static void assertLinear(IntFunction<Runnable> work) {
        int size = MIN_SIZE;
        while (best(work.apply(size)) < ENOUGH_NANOS && size < MAX_SIZE / 4) {
            size *= 2;
        }
        Runnable single = work.apply(size);
        Runnable fourfold = work.apply(4 * size);
        double ratio = Double.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && ratio > 3 * 3; i++) {
            ratio = (double) best(fourfold) / best(single);
        }
        assertThat(ratio)
                .as("time of %d characters over that of %d", 4 * size, size)
                .isLessThanOrEqualTo(3 * 3);
    }

    private static long best(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            best = Math.min(best, nanos(work));
        }
        return best;
    }

    private static long nanos(Runnable work) {
        long begun = THREADS.getCurrentThreadCpuTime();
        work.run();
        return Math.max(1, THREADS.getCurrentThreadCpuTime() - begun);
    }
}
