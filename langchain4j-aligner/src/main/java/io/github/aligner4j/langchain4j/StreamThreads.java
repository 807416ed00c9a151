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

/** Threads for streams and asynchronous calls: a stream must not block the upstream client's I/O threads. */
final class StreamThreads {

    /** How many threads there are at most, where threads are the system's. */
    static final int MAX_THREADS = 1000;

    /** The first Java version whose virtual threads don't hold on to a thread of the system inside {@code synchronized}. */
    private static final int UNPINNED = 24;

    private static final String NAME = "aligner-stream-";

    private StreamThreads() {}

    /**
     * Virtual threads from Java 24 on; before, at most {@link #MAX_THREADS} daemon threads, idle ones ended after a minute,
     * that take no more tasks when all are busy: to wait would be to wait for a stream that may wait for this one. Created
     * on first use, never shut down.
     */
    static Executor shared() {
        return Shared.EXECUTOR;
    }

    /** Returns at most {@code max} daemon threads, which reject what comes when all are busy. */
    static Executor withMaxNewTokens(int max) {
        AtomicLong count = new AtomicLong();
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, NAME + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, max, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), daemons, (task, pool) -> {
            throw new RejectedExecutionException("all " + max + " threads for aligned streams are busy; give the"
                    + " aligned model an executor of its own that takes more");
        });
    }

    /**
     * Runs {@code call}. Whoever ends the future before it, by cancelling it or by a timeout, interrupts it, which cancels
     * upstream models and Aligners.
     */
    static <T> CompletableFuture<T> supply(Callable<T> call, Executor executor) {
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

    /** The future is how an error gets to the caller. */
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

    /** Returns threads of the kind that {@code version} of Java has. */
    static Executor of(int version) {
        return version < UNPINNED ? withMaxNewTokens(MAX_THREADS) : virtual();
    }

    /** By reflection, as the oldest Java that this runs on knows none. */
    private static Executor virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
            ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(named);
            return task -> factory.newThread(task).start();
        } catch (ReflectiveOperationException e) {
            return withMaxNewTokens(MAX_THREADS);
        }
    }

    private static final class Shared {

        private static final Executor EXECUTOR = of(Runtime.version().feature());
    }
}
