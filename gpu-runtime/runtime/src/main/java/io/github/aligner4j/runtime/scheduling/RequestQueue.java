// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.ModelOverloadedException;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A bounded queue of requests, the most urgent first. Safe for use by several threads. */
final class RequestQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<QueuedRequest> waiting = new PriorityQueue<>();
    private final String modelName;
    private final int limit;
    private boolean awakened;
    private volatile boolean closed;
    private volatile int size;
    private final AtomicLong rejected = new AtomicLong();

    RequestQueue(String modelName, int limit) {
        this.modelName = modelName;
        this.limit = limit;
    }

    /**
     * Adds {@code request}. Never waits for room.
     *
     * @throws ModelOverloadedException if the queue is full
     * @throws IllegalStateException if the queue is closed
     */
    void add(QueuedRequest request) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("model '" + modelName + "' is closed");
            }
            if (waiting.size() >= limit) {
                rejected.incrementAndGet();
                throw new ModelOverloadedException(limit);
            }
            waiting.add(request);
            signalChange();
        } finally {
            lock.unlock();
        }
    }

    /** Removes and returns the most urgent request, null if none waits. */
    @Nullable QueuedRequest poll() {
        if (size == 0) {
            return null;
        }
        lock.lock();
        try {
            QueuedRequest first = waiting.poll();
            signalChange();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a request, or until {@link #wakeUp} or {@link #close}. */
    void awaitWork() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !awakened && !closed) {
                changed.awaitUninterruptibly();
            }
            awakened = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the current {@link #awaitWork}, or the next one. */
    void wakeUp() {
        lock.lock();
        try {
            awakened = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes {@code request} and returns whether it was still in the queue. */
    boolean remove(QueuedRequest request) {
        lock.lock();
        try {
            boolean removed = waiting.remove(request);
            signalChange();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further requests, and removes and returns those that wait. */
    List<QueuedRequest> close() {
        lock.lock();
        try {
            closed = true;
            List<QueuedRequest> removed = List.copyOf(waiting);
            waiting.clear();
            signalChange();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        return closed;
    }

    int size() {
        return size;
    }

    /** Returns the number of requests that were refused because the queue was full. */
    long rejected() {
        return rejected.get();
    }

    private void signalChange() {
        size = waiting.size();
        changed.signalAll();
    }
}
