// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that correct streams. Each Aligner has a bounded number of its own, so that a slow one does not block the
 * others. They are daemon threads and end when idle, so they need not be closed.
 *
 * @param corrections runs corrections; rejects more than {@value #MAX_CORRECTIONS} at once
 * @param eager runs early work on answers that are still streaming; rejects more than {@value #MAX_EAGER} tasks at once, whose
 *     work is then done when the answer is complete
 */
record CorrectionThreads(Executor corrections, Executor eager) {

    /** The maximum number of corrections of one Aligner at once; more would only queue for the device. */
    static final int MAX_CORRECTIONS = 256;

    private static final int MAX_EAGER = 64;
    private static final int IDLE_SECONDS = 10;
    private static final Map<Aligner, CorrectionThreads> SHARED = new WeakHashMap<>();

    /** Returns the threads that all advisors of {@code aligner} share. */
    static CorrectionThreads of(Aligner aligner) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(
                    aligner,
                    key -> new CorrectionThreads(
                            threads("aligner-correction-", MAX_CORRECTIONS), threads("aligner-eager-", MAX_EAGER)));
        }
    }

    private static Executor threads(String name, int maximum) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            // Inherits neither the thread locals nor the class loader of the thread that happens to create it.
            Thread thread = new Thread(null, task, name + number.incrementAndGet(), 0, false);
            thread.setContextClassLoader(CorrectionThreads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, maximum, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }
}
