package io.github.aligner4j;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Tells whether time grows no faster than a text, by the processor time of this thread, so that other threads don't matter. */
final class Growth {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long ENOUGH_NANOS = 3_000_000;
    private static final int MAX_SIZE = 10_000_000;
    private static final int ATTEMPTS = 6;
    private static final int RUNS = 3;

    private Growth() {}

    /** Asserts that twice the text takes at most three times the time; {@code work} prepares it for a number of characters. */
    static void assertLinear(IntFunction<Runnable> work) {
        int size = 500;
        long once = nanos(work.apply(size));
        while (once < ENOUGH_NANOS && size < MAX_SIZE / 2) {
            size *= 2;
            once = nanos(work.apply(size));
        }
        Runnable single = work.apply(size);
        Runnable twice = work.apply(2 * size);
        double ratio = Double.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && ratio > 3; i++) {
            ratio = (double) best(twice) / best(single);
        }
        assertThat(ratio)
                .as("time of %d characters over that of %d", 2 * size, size)
                .isLessThanOrEqualTo(3);
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
