// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Cancellation.Registration;
import io.github.aligner4j.completion.ModelOverloadedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A bulkhead: the number of calls at a time is bounded, and so is the queue of those that wait, first in, first out.
 *
 * <p>Resilience4j's bulkhead bounds the calls but not the queue, and neither a cancellation nor the call's own deadline ends its wait.
 */
final class CallQueue {

    private static final String WAITING = "waiting for an earlier request to the engine";
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Object lock = new Object();
    private final Queue<CountDownLatch> waiting = new ArrayDeque<>();
    private final int maxRunning;
    private final int maxQueued;
    private int running;
    private long rejected;

    CallQueue(int maxRunning, int maxQueued) {
        this.maxRunning = maxRunning;
        this.maxQueued = maxQueued;
    }

    /** Enters; {@link #leave()} must follow. */
    void enter(Call call) {
        CountDownLatch turn = new CountDownLatch(1);
        synchronized (lock) {
            if (running < maxRunning && waiting.isEmpty()) {
                running++;
                return;
            }
            if (waiting.size() >= maxQueued) {
                rejected++;
                throw new ModelOverloadedException(maxQueued);
            }
            waiting.add(turn);
        }
        boolean entered = false;
        try {
            await(turn, call);
            call.requireWanted(WAITING);
            entered = true;
        } finally {
            if (!entered) {
                giveUp(turn);
            }
        }
    }

    /** Enters if that needs no waiting and leaves at least half of the places free. */
    boolean tryEnterIdle() {
        synchronized (lock) {
            if (running >= (maxRunning + 1) / 2 || !waiting.isEmpty()) {
                return false;
            }
            running++;
            return true;
        }
    }

    /** Leaves, and lets the next call enter. */
    void leave() {
        synchronized (lock) {
            CountDownLatch next = waiting.poll();
            if (next == null) {
                running--;
            } else {
                next.countDown();
            }
        }
    }

    int running() {
        synchronized (lock) {
            return running;
        }
    }

    int queued() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /** Returns the number of calls that were refused because the queue was full. */
    long rejected() {
        synchronized (lock) {
            return rejected;
        }
    }

    private static void await(CountDownLatch turn, Call call) {
        CountDownLatch woken = turn;
        Registration registration = call.cancellation().onCancel(woken::countDown);
        try (registration) {
            if (!woken.await(call.atMost(FOREVER).toNanos(), TimeUnit.NANOSECONDS)) {
                throw call.tooLate(WAITING);
            }
        } catch (InterruptedException e) {
            throw Call.interrupted(WAITING);
        }
    }

    /** Leaves the queue, or the place if it was given away in the meantime. */
    private void giveUp(CountDownLatch turn) {
        boolean queued;
        synchronized (lock) {
            queued = waiting.remove(turn);
        }
        if (!queued) {
            leave();
        }
    }
}
