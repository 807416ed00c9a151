package io.github.aligner4j.langchain4j;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** Threads for streams and asynchronous calls: a stream must not block the upstream client's I/O threads. */
final class StreamThreads {

    private StreamThreads() {}

    /** Daemon threads as needed, idle ones ended after a minute. Created on first use, never shut down. */
    static Executor shared() {
        return Shared.EXECUTOR;
    }

    /** Runs {@code call}; cancelling the future interrupts it, which cancels upstream models and Aligners. */
    static <T> CompletableFuture<T> supply(Callable<T> call, Executor executor) {
        CompletableFuture<T> future = new CompletableFuture<>();
        FutureTask<T> task = new FutureTask<>(() -> complete(future, call), null);
        var unused = future.whenComplete((value, error) -> {
            if (future.isCancelled()) {
                task.cancel(true);
            }
        });
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    /** The future is how an error gets to the caller. */
    private static <T> void complete(CompletableFuture<T> future, Callable<T> call) {
        try {
            future.complete(call.call());
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    private static final class Shared {

        private static final AtomicLong COUNT = new AtomicLong();
        private static final Executor EXECUTOR = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "aligner-stream-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
