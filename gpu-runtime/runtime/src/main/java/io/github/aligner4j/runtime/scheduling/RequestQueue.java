package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.ModelOverloadedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The requests that wait, first come first served. Safe for use by several threads. */
final class RequestQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<QueuedRequest> waiting = new ArrayDeque<>();
    private final String modelName;
    private final int limit;
    private boolean closed;

    RequestQueue(String modelName, int limit) {
        this.modelName = modelName;
        this.limit = limit;
    }

    /**
     * Adds {@code request} at the end, or refuses it at once.
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
                throw new ModelOverloadedException(limit);
            }
            waiting.addLast(request);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first request and removes it; empty once the queue is closed. */
    Optional<QueuedRequest> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            return Optional.ofNullable(waiting.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    /** Removes {@code request} and returns whether it was still waiting. */
    boolean remove(QueuedRequest request) {
        lock.lock();
        try {
            return waiting.remove(request);
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all further requests and returns those that waited. */
    List<QueuedRequest> close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            List<QueuedRequest> left = List.copyOf(waiting);
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
