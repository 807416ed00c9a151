// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The threads of streams and asynchronous calls, which must not block the upstream client's I/O threads. */
final class StreamThreads {

    /** The maximum number of platform threads. */
    static final int MAX_THREADS = 1000;

    /** The first Java version whose virtual threads don't pin their carrier inside {@code synchronized}. */
    private static final int UNPINNED = 24;

    private static final String NAME = "aligner-stream-";

    private StreamThreads() {}

    /**
     * Returns the executor that all aligned models share, created on first use and never shut down: virtual threads from Java
     * 24 on, and before that at most {@link #MAX_THREADS} daemon threads, which end after an idle minute. When all are busy
     * it rejects tasks rather than queue them: a running stream may wait for the queued one, which would be a deadlock.
     */
    static Executor shared() {
        return Shared.EXECUTOR;
    }

    /** Returns an executor of at most {@code maxThreads} daemon threads, which rejects tasks when all are busy. */
    static Executor bounded(int maxThreads) {
        AtomicLong count = new AtomicLong();
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, NAME + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                0, maxThreads, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), daemons, (task, pool) -> {
                    throw new RejectedExecutionException(
                            "all " + maxThreads + " threads for aligned streams are busy; give the"
                                    + " aligned model an executor of its own that takes more");
                });
    }

    /**
     * Runs {@code call} on {@code executor}. Completing the future early, by cancelling it or by a timeout, interrupts the
     * call, which cancels upstream models and Aligners.
     */
    static <T> CompletableFuture<T> supplyAsync(Callable<T> call, Executor executor) {
        CompletableFuture<T> future = new CompletableFuture<>();
        AtomicBoolean called = new AtomicBoolean();
        FutureTask<T> task = new FutureTask<>(() -> complete(future, call, called), null);
        var unused = future.whenComplete((value, error) -> {
            if (!called.get()) {
                task.cancel(true);
            }
        });
        try {
            executor.execute(task);
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    /** An error reaches the caller through the future. */
    private static <T> void complete(CompletableFuture<T> future, Callable<T> call, AtomicBoolean called) {
        try {
            T value = call.call();
            called.set(true);
            future.complete(value);
        } catch (Throwable e) {
            called.set(true);
            future.completeExceptionally(e);
        }
    }

    /** Returns an executor for the given Java version. */
    static Executor of(int version) {
        return version < UNPINNED ? bounded(MAX_THREADS) : virtual();
    }

    /** Uses reflection, since Java 17 has no virtual threads. */
    private static Executor virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
            ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(named);
            return task -> factory.newThread(task).start();
        } catch (ReflectiveOperationException e) {
            return bounded(MAX_THREADS);
        }
    }

    private static final class Shared {

        private static final Executor EXECUTOR = of(Runtime.version().feature());
    }
}
