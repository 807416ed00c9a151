// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which corrections of one answer run beside each other, shared by all routers of the process. When all are busy,
 * the calling thread does the work itself, so that nothing waits for a thread and nothing is rejected.
 */
final class BranchThreads {

    /** The maximum number of threads; they are created as needed and end when idle. */
    static final int MAX_THREADS = 64;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Executor SHARED = create();

    private BranchThreads() {}

    static Executor shared() {
        return SHARED;
    }

    private static Executor create() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                MAX_THREADS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "aligner-branch-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }
}
