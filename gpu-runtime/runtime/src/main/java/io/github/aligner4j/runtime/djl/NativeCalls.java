// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.completion.CompletionModelException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The calls of libtorch that are in progress. A JVM that exits runs libtorch's static destructors while its other threads go on,
 * and a call that still computes then crashes the process. So {@link #end} lets no further call begin, and waits for those in
 * progress; the hook that calls it is {@link EngineShutdown}.
 *
 * <p>Calls may nest. One that is composed of others ends at the next of them. Safe for use by several threads.
 */
public final class NativeCalls {

    /** The calls of this process. */
    public static final NativeCalls PROCESS = new NativeCalls();

    /** Calls hold the lock for reading, so that a writer waits for all of them. */
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    private final Semaphore requests = new Semaphore(Integer.MAX_VALUE);
    private volatile boolean ended;
    private volatile boolean parks;

    NativeCalls() {}

    /**
     * Returns the result of {@code call}, which uses libtorch.
     *
     * @throws CompletionModelException if the JVM is shutting down
     */
    public <T> T call(Supplier<T> call) {
        begin();
        try {
            return call.get();
        } finally {
            calls.readLock().unlock();
        }
    }

    /**
     * Runs {@code call}, which uses libtorch.
     *
     * @throws CompletionModelException if the JVM is shutting down
     */
    public void run(Runnable call) {
        begin();
        try {
            call.run();
        } finally {
            calls.readLock().unlock();
        }
    }

    /** Runs a call that frees memory, unless the JVM is shutting down and its memory is freed anyway. */
    public void free(Runnable call) {
        if (tryBegin()) {
            try {
                call.run();
            } finally {
                calls.readLock().unlock();
            }
        }
    }

    /**
     * Returns the result of {@code request}, for which the end of the JVM waits some time. Requests may nest.
     *
     * @throws CompletionModelException if the JVM is shutting down
     */
    public <T> T request(Supplier<T> request) {
        if (ended) {
            refuse();
        }
        requests.acquireUninterruptibly();
        try {
            return request.get();
        } finally {
            requests.release();
        }
    }

    /**
     * Runs {@code request} as {@link #request} does.
     *
     * @throws CompletionModelException if the JVM is shutting down
     */
    public void runRequest(Runnable request) {
        request(() -> {
            request.run();
            return true;
        });
    }

    /** Makes threads that are refused a call wait for the exit of the JVM instead of throwing an exception. */
    void parkRefused() {
        parks = true;
    }

    /**
     * Waits until no request is in progress, then lets no further call begin, and waits until none is in progress.
     *
     * @param grace the maximum time to wait for requests
     * @param limit the maximum time to wait for calls
     * @return false if calls are still in progress
     */
    boolean end(Duration grace, Duration limit) {
        try {
            if (requests.tryAcquire(Integer.MAX_VALUE, grace.toNanos(), TimeUnit.NANOSECONDS)) {
                requests.release(Integer.MAX_VALUE);
            }
            ended = true;
            if (calls.writeLock().tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                calls.writeLock().unlock();
                return true;
            }
        } catch (InterruptedException e) {
            ended = true;
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void begin() {
        if (!tryBegin()) {
            refuse();
        }
    }

    private boolean tryBegin() {
        if (ended) {
            return false;
        }
        calls.readLock().lock();
        // It may have ended in between, and no longer wait for calls that begin.
        if (ended) {
            calls.readLock().unlock();
            return false;
        }
        return true;
    }

    private void refuse() {
        if (parks) {
            park();
        }
        throw new CompletionModelException("the JVM is shutting down, so libtorch computes nothing any more");
    }

    /** Waits forever. The calls around it have nothing to compute any more, so they have ended. */
    private void park() {
        while (calls.getReadHoldCount() > 0) {
            calls.readLock().unlock();
        }
        while (true) {
            LockSupport.park(this);
        }
    }
}
