package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.completion.ModelOverloadedException;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The requests that wait, the most urgent first. Safe for use by several threads. */
final class RequestQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<QueuedRequest> waiting = new PriorityQueue<>();
    private final String modelName;
    private final int limit;
    private boolean nudged;
    private volatile boolean closed;
    private volatile int size;

    RequestQueue(String modelName, int limit) {
        this.modelName = modelName;
        this.limit = limit;
    }

    /**
     * Adds {@code request}, or refuses it at once.
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
            waiting.add(request);
            changed();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the most urgent request and returns it; null if none waits. */
    @Nullable QueuedRequest poll() {
        if (size == 0) {
            return null;
        }
        lock.lock();
        try {
            QueuedRequest first = waiting.poll();
            changed();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Returns once a request waits, or this is nudged or closed. */
    void await() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !nudged && !closed) {
                changed.awaitUninterruptibly();
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #await}, now or the next time. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes {@code request} and returns whether it was still waiting. */
    boolean remove(QueuedRequest request) {
        lock.lock();
        try {
            boolean removed = waiting.remove(request);
            changed();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all further requests and returns those that waited. */
    List<QueuedRequest> close() {
        lock.lock();
        try {
            closed = true;
            List<QueuedRequest> left = List.copyOf(waiting);
            waiting.clear();
            changed();
            return left;
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

    private void changed() {
        size = waiting.size();
        changed.signalAll();
    }
}
