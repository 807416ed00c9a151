// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how fast this machine reads memory: each thread compares the two equal halves of a block that is larger than any
 * cache, which reads all of it with wide loads and writes nothing.
 */
final class BandwidthProbe {

    private static final int ROUNDS = 40;
    private static final int BLOCK = 256 << 20;

    private BandwidthProbe() {}

    /**
     * Returns bytes per second, the best of several rounds.
     *
     * @param threads the number of threads; 0 for one per core
     */
    static double bytesPerSecond(int threads) {
        return bytesPerSecond(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads, BLOCK);
    }

    static double bytesPerSecond(int threads, int block) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ByteBuffer both = touched(block);
                ByteBuffer first = both.slice(0, block / 2);
                ByteBuffer second = both.slice(block / 2, block / 2);
                readers.add(() -> first.mismatch(second));
            }
            double best = 0;
            for (int round = 0; round < ROUNDS; round++) {
                best = Math.max(best, (double) threads * block / seconds(pool, readers));
            }
            return best;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the benchmark was interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    /**
     * Returns a block whose pages were all written; the operating system may map unwritten ones to a single page of zeros.
     */
    private static ByteBuffer touched(int block) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(block);
        for (int i = 0; i < block; i += Long.BYTES) {
            bytes.putLong(i, 1);
        }
        return bytes;
    }

    private static double seconds(ExecutorService pool, List<Callable<Integer>> readers) throws InterruptedException {
        long begun = System.nanoTime();
        for (Future<Integer> reader : pool.invokeAll(readers)) {
            if (difference(reader) >= 0) {
                throw new IllegalStateException("memory does not hold what was written");
            }
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static int difference(Future<Integer> reader) throws InterruptedException {
        try {
            return reader.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
