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
 * The threads on which streams are corrected: an Aligner's own, so that slow corrections take nobody else's, and bounded.
 * Nobody has to close them: they are daemons, and end when they have been idle for a while.
 *
 * @param corrections runs corrections that a stream waits for; refuses what is more than {@value #MAX_CORRECTIONS} at once
 * @param ahead runs what may be done before an answer is complete, a few at once; the rest is then done at the end
 */
record CorrectionThreads(Executor corrections, Executor ahead) {

    /** More would only wait for the device in a longer row. */
    static final int MAX_CORRECTIONS = 256;

    private static final int MAX_AHEAD = 64;
    private static final int SECONDS_IDLE = 10;
    private static final Map<Aligner, CorrectionThreads> SHARED = new WeakHashMap<>();

    /** Returns the threads of all advisors that correct by {@code aligner}. */
    static CorrectionThreads of(Aligner aligner) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(
                    aligner,
                    none -> new CorrectionThreads(
                            threads("aligner-correction-", MAX_CORRECTIONS), threads("aligner-ahead-", MAX_AHEAD)));
        }
    }

    private static Executor threads(String name, int most) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            // Without the thread locals and the class loader of whoever happens to need a thread first.
            Thread thread = new Thread(null, task, name + number.incrementAndGet(), 0, false);
            thread.setContextClassLoader(CorrectionThreads.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, most, SECONDS_IDLE, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }
}
